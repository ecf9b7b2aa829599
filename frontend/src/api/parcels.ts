import { get } from "./client";
import type { Direction, StationRef } from "./stations";

export type GapKind =
  | "sent_not_arrived"
  | "arrived_not_dispatched"
  | "dispatched_not_signed"
  | "failed_not_handled"
  | "in_locker_not_collected"
  | "returned_not_departed"
  | "forwarded_not_departed"
  | "collected_not_weighed"
  | "weighed_not_departed"
  | "departed_not_accepted";

export interface ParcelGap {
  gap: GapKind;
  since: string;
  due_at: string | null;
  is_overdue: boolean;
  courier: string | null;
}

export interface Leg {
  station: StationRef | string;
  direction: Direction;
  leg: number;
  milestones: { milestone: string; at: string }[];
  gap: ParcelGap | null;
  anomalies: string[];
}

export interface Scan {
  scan: string;
  scanned_at: string;
  received_at: string | null;
  site: string | null;
  next_site: string | null;
  courier: string | null;
  note: string | null;
}

export interface Parcel {
  waybill: string;
  legs: Leg[];
  scans: Scan[];
}

type ParcelIn = Omit<Leg, "milestones"> & {
  milestones: Record<string, string> | Leg["milestones"];
};

/** What the backend sends: a leg's milestones by name, a scan's milestone under that word. */
export interface WaybillIn {
  waybill: string;
  legs?: ParcelIn[];
  parcels?: ParcelIn[];
  scans: (Partial<Scan> & { scanned_at: string; milestone?: string })[];
}

function legFrom(parcel: ParcelIn): Leg {
  const milestones = Array.isArray(parcel.milestones)
    ? parcel.milestones
    : Object.entries(parcel.milestones).map(([milestone, at]) => ({ milestone, at }));
  return { ...parcel, milestones };
}

export function parcelFrom(answer: WaybillIn): Parcel {
  return {
    waybill: answer.waybill,
    legs: (answer.legs ?? answer.parcels ?? []).map(legFrom),
    scans: answer.scans.map((scan) => ({
      scan: scan.scan ?? scan.milestone ?? "",
      scanned_at: scan.scanned_at,
      received_at: scan.received_at ?? null,
      site: scan.site || null,
      next_site: scan.next_site || null,
      courier: scan.courier || null,
      note: scan.note || null,
    })),
  };
}

export const readParcel = async (waybill: string): Promise<Parcel> =>
  parcelFrom(await get<WaybillIn>(`/parcels/${encodeURIComponent(waybill)}`));
