import type { Case } from "./cases";
import { get, type Page, patch, post } from "./client";

export type RiskStatus = "proposed" | "active" | "dismissed" | "expired";
export type RiskMatch = "phone" | "name_address" | "address" | "customer";

/** An entry of the risk register; name, phone and address are masked. */
export interface Risk {
  id: string;
  station: string;
  station_name: string;
  kind: "place" | "recipient" | "shipper";
  match_by: RiskMatch;
  category: string;
  name: string;
  phone: string;
  address: string;
  customer_id: string | null;
  courier_instruction: string;
  agent_instruction: string;
  status: RiskStatus;
  reviewer_name: string;
  review_on: string | null;
  is_review_due: boolean;
  source_case_ids: string[];
  proposed_by_name: string;
  decided_by_name: string;
  decided_reason: string;
  decided_at: string | null;
  version: number;
  created_at: string;
}

export interface RiskFilter {
  status?: RiskStatus;
  review_due?: boolean;
  category?: string;
}

export interface CaseRiskDraft {
  role: string;
  match_by: RiskMatch;
  category: string;
  courier_instruction: string;
  agent_instruction: string;
}

export interface RiskChange {
  version: number;
  category?: string;
  courier_instruction?: string;
  agent_instruction?: string;
}

export const listRisk = (filter: RiskFilter, cursor: string | null) =>
  get<Page<Risk>>("/risk", { ...filter, cursor, limit: 50 });
export const proposeCaseRisk = (caseId: string, draft: CaseRiskDraft) =>
  post<Case>(`/cases/${caseId}/risk`, draft);
export const changeRisk = (id: string, change: RiskChange) => patch<Risk>(`/risk/${id}`, change);
export const confirmRisk = (id: string, version: number, reviewer: string, reviewOn: string) =>
  post<Risk>(`/risk/${id}/confirm`, { version, reviewer_name: reviewer, review_on: reviewOn });
export const dismissRisk = (id: string, version: number, reason: string) =>
  post<Risk>(`/risk/${id}/dismiss`, { version, reason });
