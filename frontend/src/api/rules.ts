import type { Cause } from "./causes";
import { get, post, put } from "./client";

export type Party = "agent" | "station" | "counterparty" | "firm";
export type Gives = "fixed" | "percentage" | "percentage_of_remainder" | "remainder";

export interface Step {
  party: Party;
  gives: Gives;
  amount_fen?: number | null;
  basis_points?: number | null;
  cap_fine_fen?: number | null;
  cap_month_fen?: number | null;
  overflow_to?: Party;
  counterparty_code?: string | null;
}

export interface Match {
  causes: Cause[];
  categories: string[];
  codes: string[];
  carriers: string[];
  tenure_days_below: number | null;
  repeat_count_from: number | null;
}

export interface Rule {
  name: string;
  match: Match;
  steps: Step[];
}

export interface RuleSet {
  id: string | null;
  name: string;
  version: number;
  station_id: string | null;
  effective_from: string;
  is_example: boolean;
  rules: Rule[];
}

export interface Doubt {
  code: string;
  severity: "error" | "warning";
  rule: number;
  other: number | null;
  zh: string;
  en: string;
}

export interface Bearer {
  party: Party;
  name: string;
  before_fen: number;
  after_fen: number;
}

export interface WhatIf {
  period: string;
  fines: number;
  differing: number;
  bearers: Bearer[];
  moved: { fine_id: string; rule_name: string; moved_fen: number; bearers: Bearer[] }[];
  doubts: Doubt[];
}

export interface FineCodes {
  items: {
    carrier: string;
    code: string;
    name: string;
    category: string;
    is_own: boolean;
    fines: number;
    amount_fen: number;
  }[];
  categories: { code: string; zh: string; en: string }[];
}

export const listRuleSets = () => get<{ items: RuleSet[] }>("/split-rules");
export const saveRuleSet = (body: {
  name: string;
  effective_from: string;
  station: string | null;
  rules: Rule[];
}) => post<RuleSet>("/split-rules", body);
export const checkRules = (rules: Rule[]) => post<Doubt[]>("/split-rules/check", { rules });
export const tryRules = (body: { rules: Rule[]; station: string | null; period: string | null }) =>
  post<WhatIf>("/split-rules/what-if", body);
export const listFineCodes = () => get<FineCodes>("/fine-codes");
export const setFineCode = (carrier: string, code: string, category: string, name: string) =>
  put<null>(`/fine-codes/${encodeURIComponent(carrier)}/${encodeURIComponent(code)}`, {
    category,
    name,
  });
