import type { Attachment } from "./attachments";
import { apiUrl, get, type Page, post, putBytes, remove } from "./client";

/** Where an upload in parts stands. */
export interface Upload {
  id: string;
  size_bytes: number;
  received_bytes: number;
  part_bytes: number;
  attachment_id: string | null;
}

export interface NewUpload {
  file_name: string;
  size_bytes: number;
  checklist_code?: string;
  captured_at?: string;
}

/** Where parts go: a case, for who is signed in, or a link, for a phone. */
export interface UploadTarget<Sealed> {
  /** Names the target among those that a browser remembers. */
  key: string;
  begin: (file: NewUpload) => Promise<Upload>;
  look: (id: string) => Promise<Upload>;
  put: (
    id: string,
    offset: number,
    bytes: Blob,
    onSent: (bytes: number) => void,
  ) => Promise<Upload>;
  seal: (id: string) => Promise<Sealed>;
}

function targetAt<Sealed>(key: string, beginPath: string, path: string): UploadTarget<Sealed> {
  return {
    key,
    begin: (file) => post<Upload>(beginPath, file),
    look: (id) => get<Upload>(`${path}/${id}`),
    put: (id, offset, bytes, onSent) =>
      putBytes<Upload>(`${path}/${id}`, { offset }, bytes, (sent) => onSent(sent)),
    seal: (id) => post<Sealed>(`${path}/${id}/seal`),
  };
}

export const caseTarget = (caseId: string) =>
  targetAt<Attachment>(caseId, `/cases/${caseId}/uploads`, "/uploads");
export const linkTarget = (token: string) =>
  targetAt<LinkPage>(token.slice(-12), `/u/${token}/uploads`, `/u/${token}/uploads`);

export interface UploadLink {
  url: string;
  /** The same as a QR code, an image in a `data:` address. */
  svg: string;
  expires_at: string;
  files_max: number;
}

export interface LinkItem {
  code: string;
  label_zh: string;
  label_en: string;
  is_done: boolean;
}

/** What the phone is asked for. */
export interface LinkPage {
  kind_zh: string;
  kind_en: string;
  case_number: string;
  station_name: string;
  asked: LinkItem | null;
  items: LinkItem[];
  files_left: number;
  expires_at: string;
}

export interface View {
  member_name: string;
  at: string;
  how: "view" | "download" | "pack";
}

export type PackFormat = "pdf" | "zip";

export interface Pack {
  id: string;
  format: PackFormat;
  state: "building" | "ready" | "failed";
  done_count: number;
  total_count: number;
  size_bytes: number | null;
  error: string | null;
  created_at: string;
  expires_at: string;
}

export interface KeepingRule {
  code: string;
  version: number;
  title: string;
  is_example: boolean;
}

export interface Keeping {
  rule: KeepingRule;
  kept_until: string | null;
  hold: { reason: string; set_by: string; at: string } | null;
}

export interface Deletion {
  id: string;
  name: string;
  sha256: string;
  size_bytes: number;
  media_type: string;
  case_id: string;
  case_number: string;
  policy_code: string;
  policy_version: number;
  kept_days: number;
  closed_at: string;
  at: string;
}

export interface RetentionPage extends Page<Deletion> {
  rule: KeepingRule;
  parameters: Record<string, number>;
}

/** Up to here a pack is built while one waits; the backend says 409 beyond. */
const PACK_NOW_MAX_BYTES = 30 * 1024 ** 2;
const PACK_NOW_MAX_FILES = 40;

export const isPackedAtOnce = (files: Attachment[]) =>
  files.length <= PACK_NOW_MAX_FILES &&
  files.reduce((sum, file) => sum + (file.deleted_at ? 0 : file.size_bytes), 0) <=
    PACK_NOW_MAX_BYTES;

export const previewUrl = (id: string) => apiUrl(`/attachments/${id}/preview`);
export const recordingUrl = (id: string) => apiUrl(`/attachments/${id}/recording`);
export const packNowUrl = (caseId: string, format: PackFormat) =>
  apiUrl(`/cases/${caseId}/pack.${format}`);
export const packUrl = (id: string) => apiUrl(`/packs/${id}`);
export const listViews = (caseId: string, id: string) =>
  get<Page<View>>(`/cases/${caseId}/attachments/${id}/views`, { limit: 200 });
export const labelAttachment = (caseId: string, id: string, code: string | null) =>
  post<Attachment>(`/cases/${caseId}/attachments/${id}/label`, { checklist_code: code });
export const makeUploadLink = (caseId: string, code: string | null) =>
  post<UploadLink>(`/cases/${caseId}/upload-links`, { checklist_code: code });
export const readLink = (token: string) => get<LinkPage>(`/u/${token}`);
export const listPacks = (caseId: string) => get<Page<Pack>>(`/cases/${caseId}/packs`);
export const askForPack = (caseId: string, format: PackFormat) =>
  post<Pack>(`/cases/${caseId}/packs`, { format });
export const readKeeping = (caseId: string) => get<Keeping>(`/cases/${caseId}/keeping`);
export const holdCase = (caseId: string, reason: string) =>
  post<Keeping>(`/cases/${caseId}/legal-hold`, { reason });
export const releaseCase = (caseId: string) => remove(`/cases/${caseId}/legal-hold`);
export const listDeletions = (cursor: string | null) =>
  get<RetentionPage>("/retention", { cursor, limit: 100 });
