import { apiUrl, get, type Page, post } from "./client";

/** One rule of fair dealing that a filing runs against. */
export interface Finding {
  rule: string;
  severity: "refuse" | "warn";
  zh: string;
  en: string;
  policy_code: string;
  policy_version: number;
}

export interface Quality {
  filed: number;
  won: number;
  lost: number;
  settled: number;
  pending: number;
  won_percent: number | null;
  awarded_fen: number;
  claimed_fen: number;
  without_contact: number;
  on_holidays: number;
  messages: number;
  copied: number;
  warned: number;
}

export interface AgentQuality {
  member_id: string | null;
  name: string;
  quality: Quality;
}

export interface RelationQuality {
  station: string;
  station_name: string;
  counterparty: string;
  quality: Quality;
}

export interface FilingsReport {
  total: Quality;
  agents: AgentQuality[];
  relations: RelationQuality[];
}

export interface FilingRow {
  case_id: string;
  number: string;
  state: string;
  station: string;
  counterparty: string;
  waybill: string;
  name: string;
  filed_at: string;
  claimed_fen: number;
  awarded_fen: number;
  outcome: string | null;
  has_contacted: boolean;
}

export interface Period {
  from: string;
  to: string;
}

/** Which line of a table the cases are asked for. */
export interface Line {
  member_id?: string;
  station?: string;
  counterparty?: string;
}

export const checkFiling = (caseId: string, event: string, text: string) =>
  post<{ findings: Finding[] }>(`/cases/${caseId}/filing-check`, { event, text });
export const readFilings = (period: Period) =>
  get<FilingsReport>("/reports/filings", { from: period.from, to: period.to });
export const listFilings = (period: Period, line: Line, cursor: string | null) =>
  get<Page<FilingRow>>("/reports/filings/cases", {
    from: period.from,
    to: period.to,
    ...line,
    cursor,
    limit: 50,
  });
export const filingsFile = (period: Period, format: "xlsx" | "csv", table = "agents") =>
  apiUrl("/reports/filings/export", { from: period.from, to: period.to, format, table });
