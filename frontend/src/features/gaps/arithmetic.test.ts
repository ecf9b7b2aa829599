import { describe, expect, it } from "vitest";
import type { StationGaps } from "@/api/gaps";
import { inboundArithmetic, totals } from "./arithmetic";

const STAGES = { sent: 10_000, arrived: 9_999, dispatched: 9_977, signed: 9_941, problems: 20 };

const ROW: StationGaps = {
  station: { id: "s", code: "S1", name: "西兴", carrier: "zto" },
  direction: "inbound",
  figures: STAGES,
  day: null,
  gaps: {
    sent_not_arrived: { total: 1, overdue: 1 },
    arrived_not_dispatched: { total: 2, overdue: 2 },
    dispatched_not_signed: { total: 7, overdue: 3 },
    failed_not_handled: { total: 5, overdue: 2 },
    in_locker_not_collected: { total: 24, overdue: 4 },
  },
};

describe("inboundArithmetic", () => {
  it("leads from each figure to the next", () => {
    const { figures, differences } = inboundArithmetic(ROW, STAGES);
    expect(figures.map((figure) => figure.value)).toEqual([10_000, 9_999, 9_979, 9_977, 9_941]);
    expect(differences.map((difference) => difference.change)).toEqual([-1, -20, -2, -36]);
    figures.slice(1).forEach((figure, index) => {
      expect((figures[index]?.value ?? 0) + (differences[index]?.change ?? 0)).toBe(figure.value);
    });
    expect(differences.at(-1)?.parts).toEqual([7, 5, 24]);
  });

  it("names the gaps beneath a difference only where they add up to it", () => {
    const { differences } = inboundArithmetic(ROW, { ...STAGES, arrived: 10_000 });
    expect(differences.map((each) => [each.key, each.isNamed])).toEqual([
      ["not_arrived", false],
      ["problems", false],
      ["not_dispatched", false],
      ["not_signed", true],
    ]);
  });

  it("counts every gap once", () => {
    expect(totals(ROW)).toEqual({ total: 39, overdue: 12 });
  });
});
