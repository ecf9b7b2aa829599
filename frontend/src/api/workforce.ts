import { get, type Page, post, remove } from "./client";
import type { Direction } from "./stations";

export type Duty = "on" | "off" | "absent" | "unplanned";
export type Week = Record<string, string[]>;

export interface RotaDay {
  day: string;
  windows: string[] | null;
  is_exception: boolean;
  note: string;
  absence_kind: string | null;
}

export interface RotaMember {
  member_id: string;
  name: string;
  role: string;
  duty: Duty;
  seen_at: string | null;
  week: Week | null;
  days: RotaDay[];
}

export interface RotaTaken {
  taken: number;
  refused: { line: number; text: string; why: string }[];
}

export interface Absence {
  id: string;
  member_id: string;
  member_name: string;
  kind: string;
  from_at: string;
  to_at: string;
  substitute_member_id: string;
  substitute_name: string;
  reason: string;
  habits: string;
  state: "requested" | "accepted" | "declined" | "approved" | "refused" | "withdrawn";
  decided_by: string;
  decision_note: string;
  is_override: boolean;
  lacks: string[];
}

export interface AbsenceDraft {
  kind: string;
  from_at: string;
  to_at: string;
  substitute_member_id: string;
  reason: string;
  habits: string;
}

export interface Cover {
  id: string;
  covered_member_id: string;
  covered_name: string;
  cover_member_id: string;
  cover_name: string;
  from_at: string;
  to_at: string;
  is_of_leave: boolean;
  reason: string;
  entered_by: string;
}

export interface Abilities {
  member_id: string;
  name: string;
  role: string;
  kinds: string[];
  carriers: string[];
  languages: string[];
  held_max: number | null;
  is_own_limit: boolean;
}

export interface Served {
  member_id: string;
  name: string;
  covers: string | null;
}

export type Alarm = "nobody" | "no_primary" | "no_backup";

export interface LaneCover {
  station_id: string;
  station_code: string;
  station_name: string;
  direction: Direction;
  primaries: Served[];
  backups: Served[];
  alarm: Alarm | null;
  alarm_from: string | null;
  alarm_to: string | null;
}

export interface Coverage {
  at: string;
  until: string;
  items: LaneCover[];
  alarms: number;
}

export interface Post {
  station_id: string;
  station_code: string;
  station_name: string;
  direction: Direction | "both";
  is_primary: boolean;
  covers: string | null;
}

export interface MemberLoad {
  member_id: string;
  name: string;
  role: string;
  duty: Duty;
  seen_at: string | null;
  held: number;
  waiting: number;
  overdue: number;
  load: number;
  held_max: number | null;
  posts: Post[];
}

export interface Candidate extends MemberLoad {
  is_primary: boolean;
  against: string[];
}

export interface KindCount {
  station_id: string;
  kind: string;
  open: number;
  unclaimed: number;
  due_at: string | null;
  waiting_since: string | null;
}

export interface Handover {
  cases: {
    case_id: string;
    number: string;
    kind: string;
    station_name: string;
    waybill: string;
    summary: string;
    due_at: string | null;
    is_in_hands: boolean;
  }[];
  promises: { case_id: string; number: string; to_whom: string; text: string; due_at: string }[];
  habits: string;
  notes: string;
}

export interface ShiftHandover {
  id: string;
  from_member_id: string;
  from_name: string;
  to_member_id: string | null;
  to_name: string | null;
  notes: string;
  items: Handover;
  state: "offered" | "accepted" | "declined" | "released";
  offered_at: string;
  decided_at: string | null;
}

export interface HandedOver {
  handover: ShiftHandover;
  moved: number;
  released: number;
}

export interface Overtime {
  id: string;
  member_id: string;
  member_name: string;
  station_name: string | null;
  from_at: string;
  to_at: string;
  minutes: number;
  reason: string;
  recorded_by: string;
}

export const readRota = (fromDay: string, days = 7) =>
  get<{ from_day: string; items: RotaMember[] }>("/workforce/rota", { from_day: fromDay, days });
export const putWeek = (memberId: string, week: Week | null) =>
  post<null>(`/workforce/weeks/${memberId}`, { week });
export const putDay = (member_id: string, day: string, windows: string[] | null, note: string) =>
  post<null>("/workforce/days", { member_id, day, windows, note });
export const importRota = (text: string) => post<RotaTaken>("/workforce/rota/import", { text });
export const copyWeek = (from_monday: string, to_monday: string) =>
  post<RotaTaken>("/workforce/rota/copy", { from_monday, to_monday });
export const listAbsences = (cursor: string | null = null) =>
  get<Page<Absence>>("/workforce/absences", { cursor });
export const requestAbsence = (draft: AbsenceDraft) => post<Absence>("/workforce/absences", draft);
export const stepAbsence = (id: string, step: "accept" | "decline" | "withdraw") =>
  post<Absence>(`/workforce/absences/${id}/${step}`);
export const decideAbsence = (
  id: string,
  decision: { is_approved: boolean; note: string; is_override: boolean },
) => post<Absence>(`/workforce/absences/${id}/decision`, decision);
export const readAbsenceHandover = (id: string) =>
  get<Handover>(`/workforce/absences/${id}/handover`);
export const listCovers = () => get<Page<Cover>>("/workforce/covers");
export const addCover = (draft: {
  covered_member_id: string;
  cover_member_id: string;
  from_at: string;
  to_at: string;
  reason: string;
}) => post<Cover>("/workforce/covers", draft);
export const endCover = (id: string) => remove(`/workforce/covers/${id}`);
export const listAbilities = () =>
  get<Page<Abilities> & { policy_held_max: number | null }>("/workforce/abilities");
export const putAbilities = (
  memberId: string,
  wanted: {
    kinds: string[];
    carriers: string[];
    languages: string[];
    held_max: number | null;
    is_unlimited: boolean;
  },
) => post<null>(`/workforce/abilities/${memberId}`, wanted);
export const readCoverage = () => get<Coverage>("/workforce/coverage");
export const readLoad = () => get<Page<MemberLoad>>("/workforce/load");
export const readBoard = () => get<{ items: KindCount[] }>("/workforce/board");
export const listCandidates = (station: string, direction: string, kind: string) =>
  get<Page<Candidate>>("/workforce/candidates", { station, direction, kind });
export const readCarried = () => get<Handover>("/workforce/carried");
export const listHandovers = () => get<Page<ShiftHandover>>("/workforce/handovers", { limit: 20 });
export const handOver = (to_member_id: string | null, notes: string) =>
  post<HandedOver>("/workforce/handovers", { to_member_id, notes });
export const decideHandover = (id: string, step: "accept" | "decline") =>
  post<HandedOver>(`/workforce/handovers/${id}/${step}`);
export const listOvertime = () => get<Page<Overtime>>("/workforce/overtime", { limit: 20 });
export const addOvertime = (draft: { from_at: string; to_at: string; reason: string }) =>
  post<null>("/workforce/overtime", draft);
