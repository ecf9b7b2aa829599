import { get, type Page, patch, post, remove } from "./client";
import type { Role } from "./session";

export type Direction = "inbound" | "outbound";

export interface StationRef {
  id: string;
  code: string;
  name: string;
  carrier: string;
}

export interface Station extends StationRef {
  carrier_name?: string;
  aliases: string[];
  timezone: string;
  public_phone: string;
  public_address: string;
}

export interface StationChange {
  name?: string;
  add_aliases?: string[];
  public_phone?: string;
  public_address?: string;
}

export interface StationDraft {
  code: string;
  carrier: string;
  name: string;
  aliases: string[];
}

export interface Member {
  id: string;
  email: string;
  name: string;
  role: Role;
  stations?: string[];
}

export interface MemberDraft {
  email: string;
  name: string;
  role: Role;
  password: string;
  station_codes: string[];
}

export interface Assignment {
  id: string;
  member_id?: string;
  agent_name?: string;
  agent_email?: string;
  station: StationRef | string;
  direction: Direction | "both";
  is_primary: boolean;
  valid_from: string;
  valid_to: string | null;
}

export interface AssignmentDraft {
  agent_email: string;
  station: string;
  direction: Direction | "both";
  is_primary: boolean;
  valid_from?: string;
  valid_to?: string;
}

export const listStations = () => get<Page<Station>>("/stations");
export const createStation = (draft: StationDraft) => post<Station>("/stations", draft);
export const changeStation = (id: string, draft: StationChange) =>
  patch<Station>(`/stations/${id}`, draft);
export const listMembers = () => get<Page<Member>>("/members");
export const createMember = (draft: MemberDraft) => post<Member>("/members", draft);
export const listAssignments = () => get<Page<Assignment>>("/assignments");
export const createAssignment = (draft: AssignmentDraft) => post<Assignment>("/assignments", draft);
export const endAssignment = (id: string) => remove(`/assignments/${id}`);
