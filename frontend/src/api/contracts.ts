import { get, post } from "./client";
import type { Direction } from "./stations";

/** Windows of a contract's service; without any of a kind it is not covered on such days. */
export interface ServiceHours {
  workday: string[];
  rest_day: string[];
}

/** From a day on. Empty lists: every kind, both directions; no hours: the clock round. */
export interface ContractDraft {
  valid_from: string;
  valid_to: string | null;
  kinds: string[];
  directions: Direction[];
  service_hours: ServiceHours | null;
  month_fee_fen: number;
  parcel_fee_fen: number;
  minimum_fee_fen: number;
  overtime_fee_fen: number;
  vat_basis_points: number;
  advances_counterparty: boolean;
  note: string;
}

export interface Contract extends ContractDraft {
  id: string;
  station_id: string;
  created_at: string;
  created_by_name: string;
}

export const listContracts = (stationId: string) =>
  get<{ items: Contract[] }>(`/stations/${stationId}/contracts`);
export const addContract = (stationId: string, draft: ContractDraft) =>
  post<Contract>(`/stations/${stationId}/contracts`, draft);
