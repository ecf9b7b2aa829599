import { get, type Page } from "./client";
import type { GapKind } from "./parcels";
import { type Direction, listStations, type StationRef } from "./stations";

export interface Gap {
  waybill: string;
  station: StationRef | string;
  direction: Direction;
  gap: GapKind;
  since: string;
  due_at: string | null;
  courier: string | null;
  is_overdue: boolean;
  case_id?: string | null;
}

/** How many parcels reached each stage: the figures of the arithmetic. */
export interface StageFigures {
  sent: number;
  arrived: number;
  dispatched: number;
  signed: number;
  problems: number;
}

export interface StationGaps {
  station: StationRef;
  direction: Direction;
  /** Null where the backend counts gaps only. */
  figures: StageFigures | null;
  gaps: Partial<Record<GapKind, { total: number; overdue: number }>>;
  /** The local day whose parcels the figures count; the gaps are of all days. */
  day: string | null;
}

interface GapCountIn {
  station: string;
  direction: Direction;
  gap: GapKind;
  count: number;
  overdue: number;
}

interface SummaryIn {
  items?: GapCountIn[];
  stations?: (Omit<StationGaps, "figures" | "day"> & StageFigures)[];
  day?: string;
}

export interface GapFilter {
  station?: string;
  direction?: Direction;
  as_of?: string;
}

const PAGE_LIMIT = 200;

export const listGaps = (filter: GapFilter, cursor: string | null) =>
  get<Page<Gap>>("/gaps", { ...filter, cursor, limit: PAGE_LIMIT });

/** One line a station and direction; every station has its inbound line, gaps or not. */
function linesFrom(counts: GapCountIn[], stations: StationRef[]): StationGaps[] {
  const lines = stations.flatMap((station) =>
    (["inbound", "outbound"] as const).map((direction): StationGaps => {
      const mine = counts.filter(
        (count) => count.station === station.code && count.direction === direction,
      );
      const gaps = Object.fromEntries(
        mine.map((count) => [count.gap, { total: count.count, overdue: count.overdue }]),
      );
      return { station, direction, figures: null, gaps, day: null };
    }),
  );
  return lines.filter((line) => line.direction === "inbound" || Object.keys(line.gaps).length > 0);
}

export async function summariseGaps(as_of?: string): Promise<StationGaps[]> {
  const summary = await get<SummaryIn>("/gaps/summary", { as_of });
  if (summary.stations) {
    return summary.stations.map(({ station, direction, gaps, ...figures }) => ({
      station,
      direction,
      gaps,
      figures,
      day: summary.day ?? null,
    }));
  }
  const stations = await listStations();
  return linesFrom(summary.items ?? [], stations.items);
}
