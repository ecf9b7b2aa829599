import { get, type Page, post } from "./client";
import type { FineRow } from "./fines";
import type { StationRef } from "./stations";

export type AwardWait = "no_fine" | "other_kind" | "several" | "perhaps_known" | "undecided";

export interface AwardFine {
  id: string;
  bill_no: string;
  line_no: string;
  code: string;
  name: string;
  amount_fen: number;
  net_fen: number;
  status: FineRow["status"];
  occurred_at: string;
  is_chosen: boolean;
  is_decided: boolean;
  is_same_kind: boolean;
}

/** What a bearer was given back; without a transaction it is the station's own. */
export interface AwardShare {
  fine_id: string;
  party: string;
  name: string;
  amount_fen: number;
  transaction_id: string | null;
}

export interface AwardTwin {
  id: string;
  amount_fen: number;
  received_at: string;
  is_of_bill: boolean;
}

/** Money that an arbitration brought 返款. */
export interface Award {
  id: string;
  station: StationRef;
  waybill: string;
  ground: string;
  amount_fen: number;
  received_at: string;
  proof: string;
  recorded_by: string;
  case_id: string | null;
  case_number: string | null;
  line_id: string | null;
  status: "waiting" | "settled" | "same";
  waits_for: AwardWait | null;
  is_stations: boolean;
  decided_by: string | null;
  decided_at: string | null;
  note: string;
  stations_fen: number;
  fines: AwardFine[];
  shares: AwardShare[];
  twins: AwardTwin[];
}

export type LossKind = "window_missed" | "settlement" | "goods";
export type LossStatus = "suggested" | "entered" | "approved" | "refused" | "withdrawn";
export const LOSS_KINDS: LossKind[] = ["settlement", "goods", "window_missed"];

/** What a case has cost and no bill says. */
export interface Loss {
  id: string;
  case_id: string;
  case_number: string;
  case_kind: string;
  station: StationRef;
  waybill: string;
  kind: LossKind;
  amount_fen: number;
  occurred_at: string;
  text: string;
  status: LossStatus;
  entered_by: string;
  entered_at: string;
  is_own: boolean;
  may_decide: boolean;
  decided_by: string | null;
  decided_at: string | null;
  reason: string;
  fine_id: string | null;
  proofs: { attachment_id: string; name: string; sha256: string }[];
}

export interface LossDraft {
  kind: LossKind;
  amount_fen: number;
  occurred_at: string;
  text: string;
  attachment_ids: string[];
}

export const listAwards = (status: "waiting" | "settled", cursor: string | null) =>
  get<Page<Award>>("/awards", { status, cursor, limit: 50 });
export const decideAward = (id: string, fineIds: string[], note: string) =>
  post<Award>(`/awards/${id}/decision`, { fine_ids: fineIds, note });
export const mergeAwards = (id: string, otherId: string) =>
  post<Award>(`/awards/${id}/same`, { award_id: otherId });
export const listLosses = (status: LossStatus | null, cursor: string | null) =>
  get<Page<Loss>>("/losses", { status, cursor, limit: 50 });
export const lossesOfCase = (caseId: string) =>
  get<Page<Loss>>("/losses", { case_id: caseId, limit: 200 });
export const enterLoss = (caseId: string, draft: LossDraft) =>
  post<Loss>(`/cases/${caseId}/losses`, draft);
export const approveLoss = (id: string) => post<Loss>(`/losses/${id}/approval`);
export const refuseLoss = (id: string, reason: string) =>
  post<Loss>(`/losses/${id}/refusal`, { reason });
export const withdrawLoss = (id: string) => post<Loss>(`/losses/${id}/withdrawal`);
