import type { Cause } from "./causes";
import { get } from "./client";
import type { StationRef } from "./stations";

export interface PromiseDay {
  day: string;
  promised: number;
  kept: number;
}

export interface OwnerFine {
  id: string;
  waybill: string | null;
  code?: string;
  name: string;
  amount_fen: number;
  occurred_at: string | null;
  status: string;
  cause: Cause | null;
  firm_fen?: number;
  agent_fen?: number;
  station_fen?: number;
  why?: string | null;
  why_zh?: string | null;
  why_en?: string | null;
}

export interface OwnerReport {
  station: StationRef;
  kept_percent: number | string | null;
  promised: number;
  kept: number;
  by_day: PromiseDay[];
  fines: {
    count: number;
    total_fen: number;
    firm_fen: number;
    agent_fen: number;
    station_fen: number;
    others_fen?: number;
    undecided_fen: number;
  };
  owed_to_station_fen: number;
  items: OwnerFine[];
}

export interface SlaReport {
  promised: number;
  kept: number;
  kept_percent: number | string | null;
  by_day: PromiseDay[];
  late: unknown[];
}

export const readOwnerReport = (station: string, month: string) =>
  get<OwnerReport>("/reports/owner", { station, month });
export const readSla = (station?: string, from?: string, to?: string) =>
  get<SlaReport>("/reports/sla", { station, from, to });
