import type { CaseClock, CaseRow, Holder } from "./cases";
import type { Cause } from "./causes";
import { get, type Page, post } from "./client";
import type { Dispute } from "./disputes";
import type { StationRef } from "./stations";

export type Party = "agent" | "firm" | "station" | "counterparty" | "unattributed";

export interface FineRow {
  id: string;
  bill_no: string;
  line_no: string | number;
  station: StationRef;
  waybill: string | null;
  code: string;
  name: string;
  amount_fen: number;
  occurred_at: string | null;
  notified_at: string | null;
  appeal_due_at: string | null;
  status: "undecided" | "attributed" | "reversed";
  cause: Cause | null;
  proposed_cause: Cause | null;
  note?: string | null;
  category: string;
  confidence_percent: number | null;
  mark: FineMark | null;
  appeal_case_id: string | null;
}

/** Why a fine should be appealed: the charge that it repeats, or the notice that it lies in. */
export interface FineMark {
  duplicate_rule: "same_charge" | "same_case" | null;
  first_id: string | null;
  first_bill_no: string | null;
  first_line_no: string | null;
  exempted_by: string | null;
}

export interface Share {
  party: string;
  account: string;
  name: string | null;
  amount_fen: number;
}

export interface SplitStep {
  reason_code: string;
  party: string;
  account: string;
  text_zh: string;
  text_en: string;
  amount_fen: number;
}

export interface SplitPreview {
  rule: { name: string; version: number | string };
  steps: SplitStep[];
  shares: Share[];
  entries: { account: string; debit_fen: number; credit_fen: number }[];
}

export interface FineCustody {
  holder: Holder;
  from_at: string;
  to_at: string | null;
  minutes_inside: number;
  minutes_after: number;
}

export interface Proposal {
  cause: Cause;
  agent: { member_id: string; name: string } | null;
  confidence: number | string | null;
  reasons: { code: string; text_zh: string; text_en: string }[];
  against: { cause: Cause; text_zh: string; text_en: string }[];
}

export interface Attribution {
  decided_by: string | { name: string } | null;
  approved_by: string | null;
  decided_at: string;
  ended_at: string | null;
  agent_dispute_until: string | null;
  station_dispute_until: string | null;
  cause: Cause;
  note: string | null;
  shares: Share[];
  steps: SplitStep[];
  transaction_id: string | null;
}

/** The latest decision that was over its decider's limit. */
export interface Approval {
  id: string;
  cause: Cause;
  agent_name: string | null;
  note: string;
  amount_fen: number;
  shares: Share[];
  decided_by: string;
  decided_at: string;
  limit_fen: number;
  state: "waiting" | "approved" | "returned" | "withdrawn";
  settled_by: string | null;
  settled_at: string | null;
  settle_note: string;
  roles: string[];
  is_own: boolean;
  may_settle: boolean;
}

export type FineClock = Pick<CaseClock, "name" | "started_at" | "due_at" | "stopped_at"> &
  Partial<Pick<CaseClock, "rungs" | "policy">>;

/** The last appeal; `awaited_fen`: granted, and its refund line not here yet. */
export interface FineAppeal {
  case_id: string;
  number: string;
  state: string;
  is_open: boolean;
  outcome: "fine_upheld" | "fine_reduced" | "fine_cancelled" | null;
  amount_fen: number | null;
  decided_at: string | null;
  awaited_fen: number;
}

export interface Fine extends FineRow {
  bill: {
    file_name: string;
    total_fen: number;
    accepted_fen: number;
    duplicate_fen: number;
    rejected_fen: number;
  } | null;
  case: Pick<CaseRow, "id" | "number" | "kind"> | null;
  clock: FineClock | null;
  custody: FineCustody[];
  proposal: Proposal | null;
  split_preview: Partial<Record<Cause, SplitPreview>> | null;
  attribution: Attribution | null;
  appeal: FineAppeal | null;
  approval: Approval | null;
  disputes: Dispute[];
}

/** `waiting`: undecided, with a decision that waits for approval. */
export type FineStatus = FineRow["status"] | "waiting";

/** Days are China's, amounts yuan, all included; `proposed`: a cause, or `none`. */
export interface FineFilter {
  status?: FineStatus;
  station?: string;
  category?: string;
  proposed?: string;
  confidence?: number;
  mark?: "duplicate" | "exempted" | "any" | "none";
  day_from?: string;
  day_to?: string;
  amount_from?: string;
  amount_to?: string;
  batch?: string;
}

export interface FineSums {
  fines: number;
  amount_fen: number;
  proposed: number;
  next_appeal_due_at: string | null;
}

const LIST_PAGE = 100;

export const listFines = (filter: FineFilter, cursor: string | null) =>
  get<Page<FineRow>>("/fines", { ...filter, cursor, limit: LIST_PAGE });
export const sumFines = (filter: FineFilter) => get<FineSums>("/fines/sums", { ...filter });
export const readFine = (id: string) => get<Fine>(`/fines/${id}`);
export const attributeFine = (id: string, cause: Cause, agent: string | null, note: string) =>
  post<Fine>(`/fines/${id}/attribution`, agent ? { cause, agent, note } : { cause, note });
export const appealFine = (id: string, ground: string, reason: string) =>
  post<{ case_id: string; number: string }>(`/fines/${id}/appeal`, { ground, reason });
export const reverseFine = (id: string, note: string) =>
  post<Fine>(`/fines/${id}/reversal`, { note });
export const approveDecision = (approvalId: string) =>
  post<Fine>(`/fine-approvals/${approvalId}/approval`);
export const returnDecision = (approvalId: string, reason: string) =>
  post<Fine>(`/fine-approvals/${approvalId}/return`, { reason });
