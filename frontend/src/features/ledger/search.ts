/** What the page keeps in its address. */
export interface LedgerSearch {
  account?: string;
  month?: string;
  transaction?: string;
}

const MONTH = /^\d{4}-\d{2}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function text(value: unknown, form?: RegExp): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  return !form || form.test(value) ? value : undefined;
}

export function ledgerSearch(raw: Record<string, unknown>): LedgerSearch {
  return {
    account: text(raw.account),
    month: text(raw.month, MONTH),
    transaction: text(raw.transaction, UUID),
  };
}
