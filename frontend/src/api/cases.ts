import type { Attachment } from "./attachments";
import { get, type Page, post } from "./client";
import { postSafely } from "./outbox";
import type { Contact, Customer, CustomerPromise, StationPublic } from "./people";
import type { Risk } from "./risk";
import type { Direction, StationRef } from "./stations";

export type HolderKind =
  | "queue"
  | "agent"
  | "supervisor"
  | "station"
  | "courier"
  | "customer"
  | "counterparty"
  | "carrier"
  | "intake";

export interface Holder {
  kind: HolderKind;
  name: string | null;
  member_id: string | null;
  is_me: boolean;
}

export interface CaseRow {
  id: string;
  number: string;
  kind: string;
  direction: Direction;
  state: string;
  version: number;
  station: StationRef;
  waybill: string;
  summary: string;
  due_at: string | null;
  risk_fen: number;
  holder: Holder;
  opened_at: string;
  closed_at: string | null;
  snoozed_until: string | null;
}

export interface CaseClock {
  id: string;
  name: string;
  label_zh?: string;
  label_en?: string;
  owner: "hq" | "firm";
  started_at: string;
  due_at: string;
  stopped_at: string | null;
  breached_at: string | null;
  rungs: { minutes_before: number; fired_at: string | null; at: string }[];
  policy: {
    code: string;
    version: number | string;
    title?: string;
    version_id?: string | null;
  } | null;
  exemptions?: { id: string; title: string; proof: string }[];
}

export interface CustodySpan {
  holder: Holder;
  from_at: string;
  to_at: string | null;
}

export interface TimelineEntry {
  id: string;
  at: string;
  actor_name: string | null;
  event: string;
  label_zh?: string;
  label_en?: string;
  text: string;
  data: Record<string, unknown> | null;
}

export interface ChecklistItem {
  code: string;
  label_zh: string;
  label_en: string;
  is_required: boolean;
  done_by_attachment_id: string | null;
  waived_by?: string | null;
  waived_reason?: string | null;
}

export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema;
  format?: string;
  default?: unknown;
  maxLength?: number;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  [extension: string]: unknown;
}

/** Why something cannot be done now, in both languages. */
export interface Refusal {
  code: string;
  zh: string;
  en: string;
  missing: string[];
}

export interface CaseAction {
  event: string;
  label_zh: string;
  label_en: string;
  is_allowed: boolean;
  refusal: Refusal | string | null;
  schema: JsonSchema | null;
}

export interface Case extends CaseRow {
  details: Record<string, unknown>;
  clocks: CaseClock[];
  custody: CustodySpan[];
  timeline: TimelineEntry[];
  checklist: ChecklistItem[];
  actions: CaseAction[];
  attachments: Attachment[];
  related: CaseRow[];
  contacts: Contact[];
  station_public: StationPublic;
  customers: Customer[];
  risk_hits: Risk[];
  promises: CustomerPromise[];
}

export type CaseView = "all" | "mine" | "unclaimed" | "due_soon" | "overdue" | "forgotten";

/** Kinds, stations, holders and states may be several, with commas between. */
export interface CaseFilter {
  view: CaseView;
  kind?: string;
  station?: string;
  holder?: string;
  states?: string;
  direction?: Direction;
  due_within_minutes?: number;
  risk_over_fen?: number;
  q?: string;
}

export interface CaseCounts {
  views: Record<CaseView, number>;
  holders: Record<string, number>;
  kinds: Record<string, number>;
  stations: { id: string; code: string; name: string; count: number }[];
  /** There is more than was counted. */
  is_capped?: boolean;
}

export interface KindInfo {
  kind: string;
  label_zh: string;
  label_en: string;
  /** Its shelf in the list of kinds. */
  group: string;
  directions: Direction[];
  /** What to ask for when opening a case; `details_schema` is all that it may ever know. */
  create_schema: JsonSchema;
  details_schema?: JsonSchema;
  /** The parcel may get its label later. */
  is_waybill_optional: boolean;
  states?: Record<string, { state: string; label_zh: string; label_en: string }[]>;
}

export interface CaseDraft {
  kind: string;
  direction: Direction;
  station: string;
  waybill: string;
  details: Record<string, unknown>;
  /** The case that it follows from; each names the other. */
  from_case?: string;
}

export const CASE_PAGE_LIMIT = 200;

export const listCases = (filter: CaseFilter, cursor: string | null, signal?: AbortSignal) =>
  get<Page<CaseRow>>("/cases", { ...filter, cursor, limit: CASE_PAGE_LIMIT }, signal);
export const countCases = () => get<CaseCounts>("/cases/counts");
export const readCase = (id: string) => get<Case>(`/cases/${id}`);
export const createCase = (draft: CaseDraft) => post<Case>("/cases", draft);
export const applyEvent = (id: string, event: string, version: number, data: object) =>
  postSafely<Case>(`/cases/${id}/events`, { event, version, data });
export const addNote = (id: string, text: string) =>
  postSafely<Case>(`/cases/${id}/notes`, { text });
export const listKinds = async (): Promise<KindInfo[]> => {
  const answer = await get<KindInfo[] | Page<KindInfo>>("/kinds");
  return Array.isArray(answer) ? answer : answer.items;
};

/** A named case, or (without id) the most urgent one; null when the queue is empty. */
export const claimCase = (caseId?: string) =>
  postSafely<Case | null>("/queue/claim", caseId ? { case_id: caseId } : {});
export const releaseCase = (caseId: string) =>
  postSafely<Case | null>("/queue/release", { case_id: caseId });
export const snoozeCase = (caseId: string, until: string, reason: string) =>
  postSafely<Case | null>("/queue/snooze", { case_id: caseId, until, reason });
export const reassignCase = (caseId: string, memberId: string) =>
  postSafely<Case | null>("/queue/reassign", { case_id: caseId, member_id: memberId });
export const transferCase = (caseId: string, memberId: string) =>
  postSafely<Case | null>("/queue/transfer", { case_id: caseId, member_id: memberId });
/** The member is at the desk: leases of what he holds go on. */
export const renewPresence = () => post<null>("/queue/presence");
