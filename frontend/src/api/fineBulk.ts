import { get, post } from "./client";

/** So many to a request: one transaction of the backend. */
export const BULK_MAX = 200;

/** What became of one fine; refused says why in both languages. */
export interface BulkItem {
  fine_id: string;
  outcome: "decided" | "waiting" | "appealed" | "refused";
  code: string;
  text_zh: string;
  text_en: string;
  case_id: string | null;
}

interface BulkOut {
  items: BulkItem[];
}

export interface AccuracyRow {
  category: string;
  category_zh: string;
  category_en: string;
  proposed: string;
  fines: number;
  same: number;
  in_bulk: number;
  confidence_percent: number | null;
  otherwise: { cause: string; fines: number }[];
}

/** `looked_at`: those with a proposal that were not decided in bulk. */
export interface Accuracy {
  month: string;
  fines: number;
  proposed: number;
  same: number;
  looked_at: number;
  same_looked_at: number;
  rows: AccuracyRow[];
}

export const decideFines = async (ids: string[], note: string) =>
  (await post<BulkOut>("/fines/decisions", { fine_ids: ids, note })).items;
export const appealFines = async (ids: string[], ground: string | null, reason: string) =>
  (await post<BulkOut>("/fines/appeals", { fine_ids: ids, ground, reason })).items;
export const readAccuracy = (month: string) => get<Accuracy>("/fines/accuracy", { month });
