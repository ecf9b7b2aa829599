import type { JsonSchema } from "./cases";
import { ApiError, get, type Page, post, put, upload } from "./client";

export interface PolicyLine {
  code: string;
  label_zh: string;
  label_en: string;
  carrier: string | null;
  title: string;
  version: number;
  version_id: string | null;
  effective_from: string | null;
  is_example: boolean;
  versions: number;
  next_version: number | null;
  next_from: string | null;
  is_unread: boolean;
}

export interface ClockTerms {
  owner?: "hq" | "firm";
  length_minutes: number;
  calendar?: CalendarTerms | null;
  rungs_minutes_before?: number[];
  [more: string]: unknown;
}

export interface CalendarTerms {
  code?: string;
  workday?: string[];
  rest_day?: string[];
  exceptions?: Record<string, string[]>;
}

export type PolicyParameters = { clocks?: Record<string, ClockTerms> } & Record<string, unknown>;

export interface PolicyVersion {
  id: string | null;
  code: string;
  carrier: string | null;
  reference: string;
  version: number;
  title: string;
  text: string;
  source: string;
  effective_from: string | null;
  effective_to: string | null;
  parameters: PolicyParameters;
  is_example: boolean;
  is_in_force: boolean;
  created_by_name: string;
  created_at: string | null;
  read_at: string | null;
}

export interface PolicySchema {
  code: string;
  label_zh: string;
  label_en: string;
  clocks: { name: string; label_zh: string; label_en: string; owner: string }[];
  parameters_schema: JsonSchema;
  defaults: Record<string, unknown>;
}

export interface PolicyDraft {
  code: string;
  carrier: string | null;
  title: string;
  text: string;
  source: string;
  effective_from: string | null;
  effective_to: string | null;
  parameters: PolicyParameters;
}

/** A version as a file of rules has it; `rows` counts from the header's 1. */
export interface RuleVersion {
  rows: number[];
  code: string;
  carrier: string | null;
  effective_from: string;
  effective_to: string | null;
  title: string;
  parameters: Record<string, unknown>;
}

export interface RulesPreview {
  versions: RuleVersion[];
  refusals: { row: number; column: string; value: string; reason: string }[];
  is_entered: boolean;
}

export interface PolicyDifference {
  old: PolicyVersion;
  new: PolicyVersion;
  parameters: { path: string; old: unknown; new: unknown }[];
  text: { change: "same" | "gone" | "new"; text: string }[];
}

export interface Recomputation {
  id: string;
  reason: string;
  requested_by_name: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  total: number | null;
  done: number;
  changed: number;
  failed: number;
}

export interface CalendarDay {
  day: string;
  kind: string;
  name: string;
  is_workday: boolean;
  windows: string[];
  source: "firm" | "carrier" | "station" | "none";
}

export interface Exemption {
  id: string;
  title: string;
  proof: string;
  carrier: string | null;
  area: string;
  stations: string[];
  kinds: string[];
  clock_names: string[];
  from_at: string;
  to_at: string;
  effect: "suspend" | "add" | "until";
  added_minutes: number | null;
  new_due_at: string | null;
  created_by_name: string;
  created_at: string;
  withdrawn_at: string | null;
  withdrawn_by_name: string | null;
  withdrawn_reason: string | null;
}

export type ExemptionDraft = Pick<
  Exemption,
  "title" | "proof" | "carrier" | "area" | "stations" | "kinds" | "from_at" | "to_at" | "effect"
> & { added_minutes: number | null; new_due_at: string | null };

export const unreadKey = ["policies-unread"] as const;

/** A claim that was refused because changed rules wait to be read. */
export const isUnread = (error: unknown) =>
  error instanceof ApiError && error.code === "policy_unread";

const at = (code: string) => `/policies/${encodeURIComponent(code)}`;
const calendarAt = (level: string, key: string) => `/calendars/${level}/${encodeURIComponent(key)}`;

export const listPolicies = () => get<Page<PolicyLine>>("/policies");
export const listSchemas = () => get<Page<PolicySchema>>("/policies/schemas");
export const listUnread = () => get<Page<PolicyVersion>>("/policies/unread");
export const listVersions = (code: string, carrier: string | null, cursor?: string | null) =>
  get<Page<PolicyVersion>>(`${at(code)}/versions`, { carrier, cursor });
export const heldOn = (code: string, carrier: string | null, moment?: string) =>
  get<PolicyVersion>(`${at(code)}/on`, { carrier, at: moment });
export const readDifference = (code: string, carrier: string | null, from: number, to: number) =>
  get<PolicyDifference>(`${at(code)}/difference`, { carrier, from, to });
export const enterVersion = (draft: PolicyDraft) =>
  post<{ version: PolicyVersion; recomputation_id: string | null }>("/policies", draft);
export const acknowledge = (id: string) => post<PolicyVersion>(`/policies/${id}/receipt`);
export const listReceipts = (id: string) =>
  get<Page<{ member_id: string; name: string; read_at: string | null }>>(
    `/policies/${id}/receipts`,
  );
export const listRecomputations = () => get<Page<Recomputation>>("/recomputations", { limit: 5 });

export const readCalendar = (level: string, key: string) =>
  get<{ calendar: CalendarTerms | null }>(calendarAt(level, key));
export const saveCalendar = (level: string, key: string, calendar: CalendarTerms | null) =>
  put<{ calendar: CalendarTerms | null }>(calendarAt(level, key), { calendar });
export const listDays = (level: string, key: string, from: string, to: string) =>
  get<Page<CalendarDay> & { unknown_years: number[] }>(`${calendarAt(level, key)}/days`, {
    from,
    to,
  });
export const saveOwnDay = (day: string, isWorkday: boolean | null, note: string) =>
  put("/calendar-days", { days: [{ day, is_workday: isWorkday, note }] });

export const listExemptions = (cursor?: string | null) =>
  get<Page<Exemption>>("/exemptions", { cursor });
export const addExemption = (draft: ExemptionDraft) => post<Exemption>("/exemptions", draft);
export const withdrawExemption = (id: string, reason: string) =>
  post<Exemption>(`/exemptions/${id}/withdrawal`, { reason });

/** What a file of rules says; with `isForGood` all of it is entered, or nothing. */
export const importRules = (file: File, isForGood: boolean) => {
  const form = new FormData();
  form.append("file", file, file.name);
  if (isForGood) form.append("commit", "yes");
  return upload<RulesPreview>("/policies/imports", form);
};
