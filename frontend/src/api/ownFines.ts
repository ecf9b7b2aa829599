import type { Cause } from "./causes";
import { get, type Page } from "./client";
import type { Dispute, DisputeState } from "./disputes";
import type { FineClock, FineCustody, Proposal, Share, SplitStep } from "./fines";

/** A fine by its last decision about whoever reads it. */
export interface OwnFine {
  id: string;
  name: string;
  station_name: string;
  carrier: string;
  waybill: string | null;
  amount_fen: number;
  share_fen: number;
  cause: Cause;
  occurred_at: string;
  decided_at: string;
  is_standing: boolean;
  dispute_until: string | null;
  dispute_state: DisputeState | null;
}

export interface OwnFineDetail extends OwnFine {
  code: string;
  bill_note: string;
  decided_by: string;
  approved_by: string | null;
  note: string;
  ended_at: string | null;
  end_note: string | null;
  rule: { name: string; version: number } | null;
  shares: Share[];
  steps: SplitStep[];
  clock: FineClock | null;
  custody: FineCustody[];
  reasons: Proposal["reasons"];
  disputes: Dispute[];
  may_dispute: boolean;
}

export interface OwnFinePage extends Page<OwnFine> {
  month_fen: number;
}

export const listOwnFines = (cursor: string | null) => get<OwnFinePage>("/own-fines", { cursor });
export const readOwnFine = (id: string) => get<OwnFineDetail>(`/own-fines/${id}`);
