/** Which policy is open: its code, and the carrier it is for (none: every carrier). */
export interface PoliciesSearch {
  code?: string;
  carrier?: string;
}

export function policiesSearch(given: Record<string, unknown>): PoliciesSearch {
  const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);
  return { code: text(given.code), carrier: text(given.carrier) };
}
