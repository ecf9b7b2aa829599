import type { Cause } from "./causes";
import { apiUrl, get, post, upload } from "./client";

export type DisputeState = "open" | "upheld" | "accepted" | "partly" | "withdrawn" | "overtaken";

export interface DisputeFile {
  id: string;
  name: string;
  size_bytes: number;
  sha256: string;
  media_type: string;
  added_by: string;
  added_at: string;
}

/** `share_fen`: what the party bore by the decision; `asked_fen`: how much of it he disputes. */
export interface Dispute {
  id: string;
  fine: {
    id: string;
    name: string;
    waybill: string | null;
    amount_fen: number;
    station_code: string;
    station_name: string;
    cause: Cause;
  };
  party: "agent" | "station";
  raised_by: string;
  raised_at: string;
  reason: string;
  share_fen: number;
  asked_fen: number;
  decide_by: string;
  is_overdue: boolean;
  is_own: boolean;
  state: DisputeState;
  ended_at: string | null;
  ended_by: string | null;
  answer: string;
  borne_fen: number | null;
  files: DisputeFile[];
}

export interface DisputePage {
  items: Dispute[];
  next_cursor: string | null;
  open_count: number;
  overdue_count: number;
}

export interface DisputeFilter {
  status?: "open" | "ended";
  party?: Dispute["party"];
  station?: string;
}

/** `partly` names another cause or the share that remains, `accepted` a cause or nothing. */
export interface Verdict {
  outcome: "upheld" | "accepted" | "partly";
  reason: string;
  cause?: Cause;
  agent?: string;
  share_fen?: number;
}

export const listDisputes = (filter: DisputeFilter, cursor: string | null) =>
  get<DisputePage>("/disputes", { ...filter, cursor });
export const readDispute = (id: string) => get<Dispute>(`/disputes/${id}`);
export const raiseDispute = (fineId: string, reason: string, amountFen: number | null) =>
  post<Dispute>(`/fines/${fineId}/disputes`, { reason, amount_fen: amountFen });
export const decideDispute = (id: string, verdict: Verdict) =>
  post<Dispute>(`/disputes/${id}/decision`, verdict);
export const withdrawDispute = (id: string) => post<Dispute>(`/disputes/${id}/withdrawal`);
export const addDisputeFile = (id: string, file: File) => {
  const form = new FormData();
  form.append("file", file, file.name);
  return upload<Dispute>(`/disputes/${id}/files`, form);
};
export const disputeFileUrl = (id: string, fileId: string) =>
  apiUrl(`/disputes/${id}/files/${fileId}`);
