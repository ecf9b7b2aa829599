import { ApiError } from "@/api/client";
import { localised } from "@/shared/i18n/locale";
import { errorText } from "@/shared/ui/States";
import type { Field } from "./schema";

/** What the server refused: by field, and what no field is to blame for. */
export interface Refused {
  fields: Record<string, string>;
  rest: string | null;
}

interface Fault {
  field?: unknown;
  message?: unknown;
  zh?: unknown;
}

/** Where the faults say a name, it is a field of the form or of something within it. */
export function refusalsOf(error: unknown, fields: Field[]): Refused {
  const whole: Refused = { fields: {}, rest: errorText(error) };
  if (!(error instanceof ApiError)) return whole;
  const names = new Set(fields.map((field) => field.name));
  const found: Record<string, string> = {};
  const { faults, missing } = error.problem;
  for (const fault of Array.isArray(faults) ? (faults as Fault[]) : []) {
    const name = String(fault.field ?? "").split(".")[0] ?? "";
    if (names.has(name))
      found[name] = localised(String(fault.zh ?? ""), String(fault.message ?? ""));
  }
  for (const name of Array.isArray(missing) ? missing.map(String) : []) {
    if (names.has(name)) found[name] ??= errorText(error);
  }
  return Object.keys(found).length > 0 ? { fields: found, rest: null } : whole;
}
