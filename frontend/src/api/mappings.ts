import { get, type Page, post, remove, upload } from "./client";

/** Kinds of list whose columns somebody points at. */
export type ListKind = "bill" | "cases" | "open_list";

export interface ColumnUse {
  column?: string;
  constant?: string;
  values?: Record<string, string>;
  minus?: string;
  is_negated?: boolean;
}

export interface ColumnMapping {
  columns: Record<string, ColumnUse>;
  header_row?: number;
  header_rows?: number;
}

export interface ListField {
  code: string;
  zh: string;
  en: string;
  is_required: boolean;
  is_amount: boolean;
  choices: { code: string; zh: string; en: string }[];
}

export interface Draft {
  batch: { id: string; kind: ListKind; file_name: string };
  options: Record<string, string>;
  head: string[][];
  header_row: number | null;
  header_rows: number | null;
  columns: { name: string; samples: string[] }[];
  fields: ListField[];
  mapping: ColumnMapping;
  recognised: { id: string; name: string; version: number; created_by_name: string } | null;
}

export interface MappedRow {
  row: number;
  values: Record<string, string>;
  refused: string | null;
  column: string;
}

export interface Preview {
  header_row: number;
  header_rows: number;
  columns: string[];
  rows: number;
  refused: number;
  first: MappedRow[];
  totals: MappedRow[];
  sums_fen: Record<string, number>;
  unreadable: Record<string, number>;
}

export function startDraft(
  kind: ListKind,
  file: File,
  options: Record<string, string>,
  onProgress: (sentBytes: number, totalBytes: number) => void,
): Promise<Draft> {
  const form = new FormData();
  form.append("kind", kind);
  form.append("options", JSON.stringify(options));
  form.append("file", file, file.name);
  return upload<Draft>("/imports/drafts", form, onProgress);
}
export const readDraft = (id: string) => get<Draft>(`/imports/drafts/${id}`);
export const previewDraft = (id: string, mapping: ColumnMapping) =>
  post<Preview>(`/imports/drafts/${id}/preview`, { mapping });
export const importDraft = (
  id: string,
  body: { mapping: ColumnMapping; save_as: string | null; is_strict: boolean },
) => post<{ id: string }>(`/imports/drafts/${id}/start`, body);
export const discardDraft = (id: string) => remove(`/imports/drafts/${id}`);

export type DifferenceResult = "only_hq" | "only_ours" | "answered_here" | "due_differs";

export interface Reconciliation {
  id: string;
  carrier: string;
  kind: string;
  direction: string | null;
  file_name: string;
  listed_at: string;
  made_at: string;
  made_by_name: string;
  hq_open: number;
  ours_open: number;
  matched: number;
  named: number;
  unsettled: number;
  by_result: Partial<Record<DifferenceResult, number>>;
}

export interface Difference {
  id: string;
  result: DifferenceResult;
  station: string;
  station_name: string;
  order_no: string;
  waybill: string;
  case_id: string | null;
  case_number: string | null;
  answered_at: string | null;
  closed_at: string | null;
  hq_due_at: string | null;
  our_due_at: string | null;
  row_number: number | null;
  settled_at: string | null;
  settled_by_name: string;
  settled_how: string;
}

export const listReconciliations = () => get<Page<Reconciliation>>("/reconciliations");
export const readReconciliation = (id: string) => get<Reconciliation>(`/reconciliations/${id}`);
export const listDifferences = (id: string, result: string | null, cursor: string | null) =>
  get<Page<Difference>>(`/reconciliations/${id}/items`, { result, cursor });
export const settleDifference = (id: string, itemId: string, how: string) =>
  post<null>(`/reconciliations/${id}/items/${itemId}/settle`, { how });
export const openMissing = (id: string, itemIds: string[]) =>
  post<{ item_id: string; is_opened: boolean; refusal: string | null }[]>(
    `/reconciliations/${id}/open`,
    { item_ids: itemIds },
  );
