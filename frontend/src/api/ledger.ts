import { apiUrl, get, type Page, post } from "./client";

export interface Balance {
  account: string;
  group: string;
  label: string;
  balance_fen: number;
}

export interface TrialBalance {
  accounts: Balance[];
  total_fen: number;
}

export interface LedgerMonth {
  month: string;
  is_closed: boolean;
  balance_fen: number;
}

export interface Account {
  account: string;
  group: string;
  label: string;
  month: string;
  opening_fen: number;
  moved_fen: number;
  closing_fen: number;
  entry_count: number;
  months: LedgerMonth[];
}

export interface Entry {
  transaction_id: string;
  line: number;
  amount_fen: number;
  kind: string;
  occurred_at: string;
  posted_at: string;
  reference: string;
  reverses: string | null;
  reversed_by: string | null;
  fine_id: string | null;
  waybill: string | null;
}

export interface Seal {
  number: number;
  tree_size: number;
  root: string;
  chain: string;
  sealed_at: string;
}

export interface LedgerTransaction {
  id: string;
  key: string;
  kind: string;
  month: string;
  occurred_at: string;
  posted_at: string;
  reference: string;
  leaf_hash: string;
  reverses: string | null;
  reversed_by: string | null;
  position: number | null;
  seal: Seal | null;
  lines: { line: number; account: string; label: string; amount_fen: number }[];
  about: { fine_id: string; waybill: string; step: string }[];
}

export interface Verification {
  verified_at: string;
  verified_by: string;
  transactions: number;
  entries: number;
  seals: number;
  unsealed: number;
  chain: string | null;
  problem: string | null;
  subject: string | null;
  detail: string | null;
}

export type AnomalyKind =
  | "trial_balance"
  | "guard"
  | "unattributed_old"
  | "agents_in_debit"
  | "stations_owing"
  | "awards_waiting"
  | "unsealed";

export interface AnomalyItem {
  label: string;
  amount_fen: number;
  since: string | null;
  account: string | null;
  fine_id: string | null;
  award_id: string | null;
}

export interface Anomaly {
  kind: AnomalyKind;
  count: number;
  amount_fen: number;
  days: number | null;
  items: AnomalyItem[];
}

export interface LedgerOverview {
  open_month: string;
  last_closed: string | null;
  transactions: number;
  unsealed: number;
  seals: Seal[];
  verification: Verification | null;
  anomalies: Anomaly[];
}

export const readTrialBalance = () => get<TrialBalance>("/ledger/trial-balance");
export const readLedgerOverview = () => get<LedgerOverview>("/ledger/overview");
export const readAccount = (account: string, month?: string) =>
  get<Account>("/ledger/account", { account, month });
export const listEntries = (account: string, month: string | undefined, cursor: string | null) =>
  get<Page<Entry>>("/ledger/entries", { account, month, cursor, limit: 50 });
export const readTransaction = (id: string) => get<LedgerTransaction>(`/ledger/transactions/${id}`);
export const verifyLedger = () => post<Verification>("/ledger/verifications", {});
export const ledgerFile = (account?: string, month?: string) =>
  apiUrl("/ledger/export", { account, month });
