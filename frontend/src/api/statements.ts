import { apiUrl, get, type Page, post } from "./client";

/** What the party has said to its statement so far. */
export type Answer = "unseen" | "seen" | "disputed" | "accepted";

/** Amounts from the party's side: positive is what the firm owes it. */
export interface Statement {
  id: string;
  number: string;
  month: string;
  party: "station" | "agent";
  party_code: string;
  party_name: string;
  station_id: string | null;
  opening_fen: number;
  closing_fen: number;
  undecided_fen: number;
  frozen_fen: number;
  paid_since_fen: number;
  payable_fen: number;
  line_count: number;
  content_hash: string;
  answer: Answer;
  answered_by: string | null;
  answered_at: string | null;
}

export interface StatementTotal {
  kind: string;
  count: number;
  amount_fen: number;
}

export interface StatementAnswer {
  answer: "seen" | "accepted" | "disputed" | "replied";
  text: string;
  answered_by: string;
  answered_at: string;
}

export interface StatementDetail extends Statement {
  firm_name: string;
  from_month: string;
  issued_at: string;
  vat_fen: number;
  totals: StatementTotal[];
  answers: StatementAnswer[];
  root: string;
  ledger_chain: string;
  is_mine: boolean;
}

export interface LineFine {
  id: string;
  bill_no: string;
  line_no: string;
  amount_fen: number;
  occurred_at: string;
  waybill?: string;
  code?: string;
  name?: string;
}

export interface LineWhy {
  cause: string;
  shares: { party: string; amount_fen: number; name?: string }[];
  decided_by: string;
  decided_at: string;
  rule?: string;
  rule_version?: number;
  ended_at?: string;
  case?: string;
  reason_zh?: string;
  reason_en?: string;
}

/** A line as it was sealed: what is zero or empty is left out. */
export interface StatementLine {
  no: number;
  kind: string;
  at: string;
  reference: string;
  amount_fen: number;
  movements: { transaction: string; kind: string; amount_fen: number; posted_at: string }[];
  fine?: LineFine;
  why?: LineWhy;
  charged_fen?: number;
  borne_fen?: number;
  other_fen?: number;
  vat_fen?: number;
  corrects?: string;
  continues?: string;
}

export interface StatementMonth {
  month: string;
  statements: number;
  accepted: number;
  disputed: number;
  seen: number;
  unseen: number;
  payable_fen: number;
  root: string;
  papers: number;
}

export interface StatementFilter {
  month?: string;
  party?: string;
  answer?: string;
}

export const listStatements = (filter: StatementFilter, cursor: string | null) =>
  get<Page<Statement>>("/statements", { ...filter, cursor, limit: 100 });

export const listStatementMonths = () => get<Page<StatementMonth>>("/statement-months");

export const readStatement = (id: string) => get<StatementDetail>(`/statements/${id}`);

export const listLines = (id: string, cursor: string | null) =>
  get<Page<StatementLine>>(`/statements/${id}/lines`, { cursor, limit: 100 });

export const readLine = async (id: string, no: number) =>
  (await get<Page<StatementLine>>(`/statements/${id}/lines`, { number: no })).items[0] ?? null;

export const acceptStatement = (id: string, contentHash: string) =>
  post<StatementDetail>(`/statements/${id}/acceptance`, { content_hash: contentHash });

export const objectToStatement = (id: string, text: string) =>
  post<StatementDetail>(`/statements/${id}/objections`, { text });

export const replyToStatement = (id: string, text: string) =>
  post<StatementDetail>(`/statements/${id}/replies`, { text });

export const paperUrl = (id: string, locale: string) =>
  apiUrl(`/statements/${id}/paper.pdf`, { locale });

export const sheetUrl = (id: string, locale: string) =>
  apiUrl(`/statements/${id}/sheet.xlsx`, { locale });

export const archiveUrl = (month: string) => apiUrl("/statement-archive", { month });
