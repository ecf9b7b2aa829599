import type { Case, CaseRow } from "./cases";
import { get, type Page, patch, post, put, upload } from "./client";

export type ContactRole = "recipient" | "sender" | "caller";

/** Masked, as everything of a person until somebody says why he needs it. */
export interface Contact {
  role: ContactRole;
  name: string;
  phone: string;
  address: string;
  from_case_id: string | null;
  may_be_told: boolean;
}

export interface ContactDraft {
  role: ContactRole;
  name: string;
  phone: string;
  address: string;
}

export interface StationPublic {
  phone: string;
  address: string;
  may_be_told: boolean;
}

export type Tier = "normal" | "vip" | "watch";

export interface Customer {
  id: string;
  name: string;
  role: "shipper" | "recipient" | "both";
  tier: Tier;
  phones: string[];
  address: string;
  habits: string;
  compensation_terms: string;
  notes: string;
  stations: string[];
  version: number;
  updated_at: string;
}

export type CustomerDraft = Omit<Customer, "id" | "version" | "updated_at">;

export interface CustomerInFull {
  id: string;
  name: string;
  phones: string[];
  address: string;
}

export interface Courier {
  id: string;
  number: string;
  name: string;
  phone: string;
  area: string;
  is_active: boolean;
  active_from: string | null;
  active_to: string | null;
}

export interface CourierDraft {
  number: string;
  name: string;
  phone: string;
  area: string;
}

export interface Reveal {
  id: string;
  at: string;
  member_name: string;
  subject: "case_contact" | "customer" | "risk_entry";
  subject_id: string;
  subject_name: string;
  role: string;
  station: string | null;
  reason: string;
}

export interface PeopleReport {
  rows: number;
  accepted: number;
  refused: { row: number; field: string; reason: string }[];
}

export type PromiseStatus = "open" | "kept" | "broken" | "withdrawn";

export interface CustomerPromise {
  id: string;
  case_id: string;
  to_role: ContactRole | "other";
  to_whom: string;
  text: string;
  made_at: string;
  made_by_name: string;
  first_due_at: string;
  due_at: string;
  inner_due_at: string;
  status: PromiseStatus;
  broken_at: string | null;
  kept_at: string | null;
  settled_by_name: string;
  proof: string;
  reason: string;
}

export interface PromiseRow extends CustomerPromise {
  case_number: string;
  case_kind: string;
  waybill: string;
  station: string;
  station_name: string;
  is_case_closed: boolean;
}

export interface PromiseDraft {
  to_role: CustomerPromise["to_role"];
  to_whom: string;
  text: string;
  due_at: string;
  margin_minutes?: number;
}

export type PromiseView = "due" | "open" | "mine" | "broken";
export type PromiseEnd = "kept" | "broken" | "withdrawn" | "moved";

export const setContacts = (caseId: string, contacts: ContactDraft[]) =>
  put<Case>(`/cases/${caseId}/contacts`, { contacts });
export const revealContact = (caseId: string, role: ContactRole, reason: string) =>
  post<ContactDraft>(`/cases/${caseId}/contacts/reveal`, { role, reason });
export const makePromise = (caseId: string, draft: PromiseDraft) =>
  post<Case>(`/cases/${caseId}/promises`, draft);
export const settlePromise = (caseId: string, id: string, how: PromiseEnd, body: object) =>
  post<Case>(`/cases/${caseId}/promises/${id}/${how}`, body);
export const listPromises = (view: PromiseView, cursor: string | null) =>
  get<Page<PromiseRow>>("/promises", { view, cursor, limit: 50 });

export const listCustomers = (q: string, tier: string, cursor: string | null) =>
  get<Page<Customer>>("/customers", { q, tier, cursor, limit: 50 });
export const readCustomer = (id: string) => get<Customer>(`/customers/${id}`);
export const customerHistory = (id: string) => get<Page<CaseRow>>(`/customers/${id}/cases`);
export const createCustomer = (draft: CustomerDraft) => post<Customer>("/customers", draft);
export const changeCustomer = (id: string, version: number, change: Partial<CustomerDraft>) =>
  patch<Customer>(`/customers/${id}`, { version, ...change });
/** Whom the case's own details name, by the names of the fields. */
export const revealDetails = (caseId: string, reason: string) =>
  post<{ details: Record<string, string> }>(`/cases/${caseId}/details/reveal`, { reason });

export const revealCustomer = (id: string, reason: string) =>
  post<CustomerInFull>(`/customers/${id}/reveal`, { reason });
export const importPeople = (what: "customers" | "couriers", file: File) => {
  const form = new FormData();
  form.append("file", file, file.name);
  return upload<PeopleReport>(`/${what}/import`, form);
};

export const listCouriers = (stationId: string, active?: boolean) =>
  get<Page<Courier>>(`/stations/${stationId}/couriers`, { active });
export const createCourier = (stationId: string, draft: CourierDraft) =>
  post<Courier>(`/stations/${stationId}/couriers`, draft);
export const changeCourier = (id: string, change: Partial<Courier>) =>
  patch<Courier>(`/couriers/${id}`, change);
export const listReveals = (cursor: string | null) =>
  get<Page<Reveal>>("/reveals", { cursor, limit: 50 });
