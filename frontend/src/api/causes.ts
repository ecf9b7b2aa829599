export const CAUSES = [
  "agent_negligence",
  "firm_process",
  "station_operation",
  "counterparty",
  "customer",
  "carrier_error",
  "force_majeure",
] as const;
export type Cause = (typeof CAUSES)[number];
