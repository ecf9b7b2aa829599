import { apiUrl, get, type Page, upload } from "./client";

/** Files with columns of fixed names. */
export type ImportKind = "scans";

export interface ImportBatch {
  id: string;
  kind: string;
  status: "draft" | "waiting" | "running" | "done" | "failed";
  file_name: string;
  rows: number | null;
  accepted: number | null;
  duplicates: number | null;
  rejected: number | null;
  progress_bytes: number | null;
  total_bytes: number | null;
  progress_rows: number | null;
  error: string | null;
  created_at?: string;
  parcels_changed?: number | null;
  total_fen?: number | null;
  accepted_fen?: number | null;
  duplicate_fen?: number | null;
  rejected_fen?: number | null;
  unreadable_amount_rows?: number | null;
}

export function isRunning(batch: ImportBatch | undefined): boolean {
  return batch?.status === "waiting" || batch?.status === "running";
}

export interface Reject {
  row: number;
  column: string | null;
  value: string | null;
  reason: string;
  remedy: string | null;
  reason_zh?: string;
  remedy_zh?: string;
}

/** As the backend sends it: sums under `figures`, the failure as `problem`. */
type BatchIn = Partial<ImportBatch> &
  Pick<ImportBatch, "id" | "kind" | "status" | "file_name"> & {
    figures?: Partial<ImportBatch>;
    problem?: string | null;
    received_at?: string;
    size_bytes?: number | null;
  };

function batchFrom(answer: BatchIn): ImportBatch {
  const { figures, problem, received_at, size_bytes, ...rest } = answer;
  return {
    ...rest,
    ...figures,
    rows: answer.rows ?? null,
    accepted: answer.accepted ?? null,
    duplicates: answer.duplicates ?? null,
    rejected: answer.rejected ?? null,
    progress_bytes: answer.progress_bytes ?? null,
    progress_rows: answer.progress_rows ?? null,
    total_bytes: answer.total_bytes ?? size_bytes ?? null,
    error: answer.error ?? problem ?? null,
    created_at: answer.created_at ?? received_at,
  };
}

export const listImports = async (): Promise<Page<ImportBatch>> => {
  const page = await get<Page<BatchIn>>("/imports");
  return { ...page, items: page.items.map(batchFrom) };
};
export const readImport = async (id: string) => batchFrom(await get<BatchIn>(`/imports/${id}`));
export const listRejects = (id: string, cursor: string | null) =>
  get<Page<Reject>>(`/imports/${id}/rejects`, { cursor });
export const rejectsUrl = (id: string) => apiUrl(`/imports/${id}/rejects.csv`);

export async function startImport(
  kind: ImportKind,
  file: File,
  isStrict: boolean,
  onProgress: (sentBytes: number, totalBytes: number) => void,
): Promise<ImportBatch> {
  const form = new FormData();
  if (isStrict) form.append("strict", "true");
  form.append("file", file, file.name);
  return batchFrom(await upload<BatchIn>(`/imports/${kind}`, form, onProgress));
}
