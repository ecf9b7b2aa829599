import { describe, expect, it } from "vitest";
import type { CustodySpan, HolderKind } from "@/api/cases";
import { layoutCustody, legendOf } from "./layout";

const START = Date.parse("2026-11-12T01:14:00Z");
const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();

function span(kind: HolderKind, from: number, to: number | null): CustodySpan {
  return {
    holder: { kind, name: null, member_id: null, is_me: false },
    from_at: at(from),
    to_at: to === null ? null : at(to),
  };
}

/** The example of the fine: 4 intake, 12 queue, 19 agent, 56 station, 41 agent, 12 of them late. */
const EXAMPLE = [
  span("intake", 0, 240),
  span("queue", 240, 960),
  span("agent", 960, 2_100),
  span("station", 2_100, 5_460),
  span("agent", 5_460, 7_920),
];

describe("layoutCustody", () => {
  it("cuts the holder at the deadline and keeps both sides", () => {
    const layout = layoutCustody(EXAMPLE, { startAt: at(0), dueAt: at(7_200) }, START + 7_920_000);
    expect(layout.segments.map((s) => [s.holder.kind, s.minutes, s.isAfterDue])).toEqual([
      ["intake", 4, false],
      ["queue", 12, false],
      ["agent", 19, false],
      ["station", 56, false],
      ["agent", 29, false],
      ["agent", 12, true],
    ]);
    expect(layout.usedMinutes).toBe(132);
    expect(layout.due).toBeCloseTo(120 / 132);
  });

  it("adds up to the whole, whatever the seconds", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const cuts = [0];
      for (let i = 1; i <= 7; i += 1)
        cuts.push((cuts[i - 1] ?? 0) + ((seed * 7_919 * i) % 1_733) + 1);
      const spans = cuts.slice(1).map((to, i) => span(i % 2 ? "queue" : "agent", cuts[i] ?? 0, to));
      const due = seed % 3 === 0 ? null : at((seed * 131) % 6_000);
      const layout = layoutCustody(spans, { startAt: at(0), dueAt: due }, START);
      const sum = layout.segments.reduce((total, segment) => total + segment.minutes, 0);
      const legend = legendOf(layout).reduce((total, line) => total + line.minutes, 0);
      expect(sum).toBe(layout.usedMinutes);
      expect(legend).toBe(layout.usedMinutes);
      expect(layout.usedMinutes).toBe(Math.round((cuts.at(-1) ?? 0) / 60));
    }
  });

  it("lets the running interval reach to now and leaves the rest of the window empty", () => {
    const layout = layoutCustody(
      [span("queue", 0, 600), span("agent", 600, null)],
      { startAt: at(0), dueAt: at(7_200) },
      START + 1_800_000,
    );
    const end = layout.segments.at(-1);
    expect(layout.usedMinutes).toBe(30);
    expect((end?.start ?? 0) + (end?.width ?? 0)).toBeCloseTo(0.25);
    expect(layout.due).toBe(1);
  });

  it("shows only what lies inside the clock's window", () => {
    const layout = layoutCustody(EXAMPLE, { startAt: at(2_100), dueAt: at(7_200) }, START);
    expect(layout.segments.map((segment) => segment.minutes)).toEqual([56, 29, 12]);
  });
});
