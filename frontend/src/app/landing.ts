import type { Role } from "@/api/session";

/** Where a role's day begins. */
export function landingOf(role: Role): "/desk/{-$caseId}" | "/fines/{-$fineId}" | "/owner" {
  if (role === "station_owner") return "/owner";
  if (role === "manager" || role === "firm_owner" || role === "finance") return "/fines/{-$fineId}";
  return "/desk/{-$caseId}";
}
