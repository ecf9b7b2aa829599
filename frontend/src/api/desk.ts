import type { CaseFilter, CaseRow, JsonSchema } from "./cases";
import { apiUrl, get, type Page, patch, post, remove } from "./client";
import { postSafely } from "./outbox";
import type { Direction } from "./stations";

export interface BulkItem {
  id: string;
  number: string;
  waybill: string;
  is_done: boolean;
  version: number | null;
  code: string;
  zh: string;
  en: string;
}

export interface BulkOut {
  action: string;
  done: number;
  refused: number;
  items: BulkItem[];
}

export type BulkAction = "claim" | "release" | "reassign" | "snooze" | "event" | "note" | "macro";

type Marked = Pick<CaseRow, "id" | "version">;

export const actOnMany = (action: BulkAction, rows: Marked[], data: object = {}) =>
  postSafely<BulkOut>("/cases/bulk", {
    action,
    ids: rows.map((row) => row.id),
    versions: Object.fromEntries(rows.map((row) => [row.id, row.version])),
    data,
  });
export const undoLastDeed = (rows: Marked[]) =>
  post<BulkOut>("/cases/undo", { items: rows.map(({ id, version }) => ({ id, version })) });
export const withdrawNote = (caseId: string, noteId: string) =>
  post<unknown>(`/cases/${caseId}/notes/${noteId}/withdrawal`);

/** What a saved view narrows the queue to, as the backend keeps it. */
export interface ViewFilters {
  view?: CaseFilter["view"];
  kinds?: string[];
  stations?: string[];
  holders?: string[];
  states?: string[];
  direction?: Direction | null;
  due_within_minutes?: number | null;
  risk_over_fen?: number | null;
  q?: string | null;
}

export interface SavedView {
  id: string;
  title: string;
  filters: ViewFilters;
  is_shared: boolean;
  is_mine: boolean;
  position: number;
  created_by_name: string;
  count: number;
  is_capped: boolean;
}

export const listViews = () => get<Page<SavedView>>("/case-views");
export const saveView = (view: { title: string; filters: ViewFilters; is_shared: boolean }) =>
  post<SavedView>("/case-views", view);
export const changeView = (
  id: string,
  change: Partial<Pick<SavedView, "title" | "position" | "is_shared">>,
) => patch<SavedView>(`/case-views/${id}`, change);
export const deleteView = (id: string) => remove(`/case-views/${id}`);

export interface MacroStep {
  do: "event" | "note" | "snooze";
  event?: string;
  data?: Record<string, unknown>;
  text?: string;
  minutes?: number;
  reason?: string;
}

export interface MacroDraft {
  title: string;
  text: string;
  kind: string | null;
  direction: Direction | null;
  carrier: string | null;
  steps: MacroStep[];
  is_shared: boolean;
  position?: number;
}

export interface Macro extends MacroDraft {
  id: string;
  is_mine: boolean;
  position: number;
  version: number;
  updated_by_name: string;
  updated_at: string;
}

/** An event that a step may raise, and what is entered with it. */
export interface EventChoice {
  kind: string;
  event: string;
  label_zh: string;
  label_en: string;
  directions: Direction[];
  schema: JsonSchema;
}

export interface MacroPage extends Page<Macro> {
  fields: { name: string; name_en: string }[];
  events: EventChoice[];
}

export interface MacroPreview {
  text: string;
  steps: { do: string; label_zh: string; label_en: string; text: string; data: object }[];
  missing: string[];
}

export const listMacros = () => get<MacroPage>("/macros");
export const addMacro = (draft: MacroDraft) => post<Macro>("/macros", draft);
export const changeMacro = (id: string, version: number, macro: MacroDraft) =>
  patch<Macro>(`/macros/${id}`, { version, macro });
export const deleteMacro = (id: string) => remove(`/macros/${id}`);
export const previewMacro = (caseId: string, macroId: string) =>
  post<MacroPreview>(`/cases/${caseId}/macros/${macroId}/preview`);
export const runMacro = <T>(caseId: string, macroId: string, version: number) =>
  postSafely<T>(`/cases/${caseId}/macros/${macroId}/run`, { version });

/** Which case is open here, for colleagues to see. */
export const markViewing = (caseId: string, isEditing: boolean) =>
  post<null>("/cases/viewing", { case_id: caseId, is_editing: isEditing });
/** None any more: a beacon, because the page may be going away. */
export const leaveCase = () => {
  const nothing = new Blob([JSON.stringify({ case_id: null })], { type: "application/json" });
  navigator.sendBeacon(apiUrl("/cases/viewing"), nothing);
};

export const exportUrl = (filter: CaseFilter) => apiUrl("/cases/export.xlsx", { ...filter });
