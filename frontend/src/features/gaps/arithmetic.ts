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
  /** The named gaps behind it, where more than one kind is. */
  parts: number[];
  /** The named gaps add up to the difference: only then may they stand beneath it. */
  isNamed: boolean;
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
  const difference = (key: Difference["key"], change: number, kinds: GapKind[]): Difference => ({
    key,
    change,
    overdue: overdue(kinds),
    parts: kinds.length > 1 ? kinds.map(total) : [],
    isNamed: kinds.reduce((sum, kind) => sum + total(kind), 0) === -change,
  });
  return {
    figures: [
      { key: "sent", value: stages.sent },
      { key: "arrived", value: stages.arrived },
      { key: "due", value: due },
      { key: "dispatched", value: stages.dispatched },
      { key: "signed", value: stages.signed },
    ],
    differences: [
      difference("not_arrived", stages.arrived - stages.sent, ["sent_not_arrived"]),
      difference("problems", due - stages.arrived, []),
      difference("not_dispatched", stages.dispatched - due, ["arrived_not_dispatched"]),
      difference("not_signed", stages.signed - stages.dispatched, UNSIGNED),
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
