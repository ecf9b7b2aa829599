import { get, type Page, patch, post, remove } from "./client";

export interface InboxNotice {
  id: string;
  case_id: string | null;
  fine_id: string | null;
  topic: string;
  subject_zh: string;
  subject_en: string;
  text_zh: string;
  text_en: string;
  at: string;
  is_read: boolean;
}

export interface InboxPage extends Page<InboxNotice> {
  unread: number;
}

export const CHANNEL_KINDS = ["wecom", "dingtalk", "feishu", "email"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
export const AUDIENCES = ["courier", "station", "agent", "supervisor", "manager"] as const;
export type Audience = (typeof AUDIENCES)[number];

export interface Channel {
  id: string;
  kind: ChannelKind;
  name: string;
  station: string | null;
  station_name: string;
  audience: Audience[];
  target_hint: string;
  has_secret: boolean;
  is_active: boolean;
  last_sent_at: string | null;
  last_error: string;
}

export interface ChannelDraft {
  kind: ChannelKind;
  name: string;
  target: string;
  audience: Audience[];
  station?: string;
  secret?: string;
}

export interface CaseLink {
  id: string;
  party: "courier" | "station";
  to_name: string;
  question: string;
  state: "open" | "answered" | "revoked" | "expired";
  made_at: string;
  made_by: string;
  expires_at: string;
  pasted_at: string | null;
  opened_at: string | null;
  answered_at: string | null;
  answer: string;
}

/** An address that is shown once, and the text to paste with it. */
export interface LinkMade {
  link: CaseLink;
  url: string;
  text: string;
}

export interface CaseNotice {
  id: string;
  topic: string;
  role: string;
  to_name: string;
  channel: ChannelKind | "in_app" | "paste";
  subject_zh: string;
  subject_en: string;
  state: "queued" | "sent" | "failed" | "held" | "read";
  hold_until: string | null;
  created_at: string;
  sent_at: string | null;
  read_at: string | null;
  error: string;
  link_id: string | null;
}

export interface Correction {
  id: string;
  case_id: string;
  number: string;
  waybill: string;
  kind: string;
  station: string;
  station_name: string;
  clock: string;
  minutes_before: number;
  demanded_of: string;
  demanded_at: string;
  due_at: string;
  escalated_at: string | null;
  recorded_at: string | null;
  recorded_by: string;
  done: string;
}

export interface Asked {
  links: CaseLink[];
  notices: CaseNotice[];
  corrections: Correction[];
}

export const inboxKey = ["notices"] as const;
export const readInbox = (cursor: string | null) =>
  get<InboxPage>("/notices", { cursor, limit: 50 });
export const markRead = (id: string) => post<null>(`/notices/${id}/read`);
export const markAllRead = () => post<null>("/notices/read");

export const listChannels = () => get<Page<Channel>>("/notice-channels");
export const addChannel = (draft: ChannelDraft) => post<Channel>("/notice-channels", draft);
export const changeChannel = (id: string, change: Partial<ChannelDraft & { is_active: boolean }>) =>
  patch<Channel>(`/notice-channels/${id}`, change);
export const removeChannel = (id: string) => remove(`/notice-channels/${id}`);
export const tryChannel = (id: string) =>
  post<{ is_sent: boolean; error: string }>(`/notice-channels/${id}/test`);

export const readAsked = (caseId: string) => get<Asked>(`/cases/${caseId}/asked`);
export const makeLink = (
  caseId: string,
  party: CaseLink["party"],
  name: string,
  question: string,
) => post<LinkMade>(`/cases/${caseId}/links`, { party, name, question });
export const copyLink = (caseId: string, linkId: string) =>
  post<LinkMade>(`/cases/${caseId}/links/${linkId}/pasted`);
export const askAgain = (caseId: string, linkId: string) =>
  post<Asked>(`/cases/${caseId}/links/${linkId}/again`);
export const revokeLink = (caseId: string, linkId: string) =>
  post<Asked>(`/cases/${caseId}/links/${linkId}/revoke`);
export const recordCorrection = (caseId: string, id: string, done: string) =>
  post<Correction>(`/cases/${caseId}/corrections/${id}`, { done });
export const listCorrections = (cursor: string | null) =>
  get<Page<Correction>>("/corrections", { cursor, limit: 50 });
