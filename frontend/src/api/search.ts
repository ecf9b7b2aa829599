import type { CaseRow } from "./cases";
import { get, post } from "./client";
import type { GapKind } from "./parcels";
import type { Direction } from "./stations";

export interface ParcelFact {
  station: string;
  station_name: string;
  carrier: string;
  direction: Direction;
  leg: number;
  milestone: string | null;
  milestone_at: string | null;
  gap: GapKind | null;
  gap_due_at: string | null;
  is_overdue: boolean;
  outcome: string | null;
}

export interface WaybillHit {
  waybill: string;
  why: string;
  parcels: ParcelFact[];
  cases: CaseRow[];
}

export interface CaseHit {
  case: CaseRow;
  why: string;
  source: string;
  snippet: string;
}

export interface SearchAnswer {
  query: string;
  waybills: WaybillHit[];
  cases: CaseHit[];
  customers: { id: string; name: string; phones: string[]; tier: string }[];
  has_more: boolean;
}

export interface StoryEntry {
  at: string;
  source: "scan" | "case" | "fine" | "decision" | "notice";
  code: string;
  title_zh: string;
  title_en: string;
  text: string;
  by: string;
  station: string;
  case_id: string | null;
  case_number: string | null;
  fine_id: string | null;
  amount_fen: number | null;
}

export interface WaybillStory {
  waybill: string;
  as_of: string;
  parcels: {
    station: string;
    direction: Direction;
    leg: number;
    milestones: Record<string, string>;
    gap: { gap: GapKind; due_at: string; is_overdue: boolean } | null;
    outcome: string | null;
  }[];
  cases: CaseRow[];
  entries: StoryEntry[];
  has_more: boolean;
}

/** Longer than that is nobody's number or name, but a text in the wrong box. */
export const QUERY_MAX = 200;

export const search = (q: string, signal?: AbortSignal) =>
  get<SearchAnswer>("/search", { q: q.slice(0, QUERY_MAX) }, signal);
export const searchMany = (text: string) =>
  post<{ items: WaybillHit[]; unknown: string[] }>("/search", { text });
export const readStory = (waybill: string) =>
  get<WaybillStory>(`/waybills/${encodeURIComponent(waybill)}`);
