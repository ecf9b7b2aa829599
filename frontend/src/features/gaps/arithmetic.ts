import type { StageFigures, StationGaps } from "@/api/gaps";
import type { GapKind } from "@/api/parcels";

export interface Figure {
  key: "sent" | "arrived" | "due" | "dispatched" | "signed";
  value: number;
}

export interface Difference {
  key: "not_arrived" | "problems" | "not_dispatched" | "not_signed";
  /** What leads from the figure before to the next: always exactly their difference. */
  change: number;
  overdue: number;
  /** The named gaps behind it. */
  parts: number[];
}

const UNSIGNED: GapKind[] = [
  "dispatched_not_signed",
  "failed_not_handled",
  "in_locker_not_collected",
];

/** 10,000 sent, 9,999 arrived, 20 registered, 9,979 to dispatch …: a row of figures that adds up. */
export function inboundArithmetic(
  row: StationGaps,
  stages: StageFigures,
): {
  figures: Figure[];
  differences: Difference[];
} {
  const due = stages.arrived - stages.problems;
  const overdue = (kinds: GapKind[]) =>
    kinds.reduce((sum, kind) => sum + (row.gaps[kind]?.overdue ?? 0), 0);
  const total = (kind: GapKind) => row.gaps[kind]?.total ?? 0;
  return {
    figures: [
      { key: "sent", value: stages.sent },
      { key: "arrived", value: stages.arrived },
      { key: "due", value: due },
      { key: "dispatched", value: stages.dispatched },
      { key: "signed", value: stages.signed },
    ],
    differences: [
      {
        key: "not_arrived",
        change: stages.arrived - stages.sent,
        overdue: overdue(["sent_not_arrived"]),
        parts: [],
      },
      { key: "problems", change: due - stages.arrived, overdue: 0, parts: [] },
      {
        key: "not_dispatched",
        change: stages.dispatched - due,
        overdue: overdue(["arrived_not_dispatched"]),
        parts: [],
      },
      {
        key: "not_signed",
        change: stages.signed - stages.dispatched,
        overdue: overdue(UNSIGNED),
        parts: UNSIGNED.map(total),
      },
    ],
  };
}

export function totals(row: StationGaps): { total: number; overdue: number } {
  let total = 0;
  let overdue = 0;
  for (const gap of Object.values(row.gaps)) {
    total += gap.total;
    overdue += gap.overdue;
  }
  return { total, overdue };
}

export const GAP_ORDER: GapKind[] = [
  "sent_not_arrived",
  "arrived_not_dispatched",
  "failed_not_handled",
  "dispatched_not_signed",
  "in_locker_not_collected",
  "returned_not_departed",
  "forwarded_not_departed",
  "collected_not_weighed",
  "weighed_not_departed",
  "departed_not_accepted",
];
