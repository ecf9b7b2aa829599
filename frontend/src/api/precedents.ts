import { get, type Page, post, remove } from "./client";
import type { Direction } from "./stations";

/** A closed case that taught something; whose parcel it was is told only to its station. */
export interface Precedent {
  id: string;
  kind: string;
  direction: Direction;
  carrier: string;
  title: string;
  lesson: string;
  tags: string[];
  outcome_zh: string | null;
  outcome_en: string | null;
  closed_at: string;
  life_minutes: number;
  marked_by: string;
  created_at: string;
  case_id: string | null;
  case_number: string | null;
  station_name: string | null;
}

export interface CasePrecedents {
  items: Precedent[];
  /** The one that this very case has become. */
  own: Precedent | null;
}

export interface NewPrecedent {
  title: string;
  lesson: string;
  tags: string[];
}

export const listPrecedents = (q: string, kind: string, cursor: string | null) =>
  get<Page<Precedent>>("/precedents", { q, kind, cursor, limit: 50 });
export const precedentsOf = (caseId: string) => get<CasePrecedents>(`/cases/${caseId}/precedents`);
export const markPrecedent = (caseId: string, body: NewPrecedent) =>
  post<Precedent>(`/cases/${caseId}/precedent`, body);
export const withdrawPrecedent = (id: string) => remove(`/precedents/${id}`);
