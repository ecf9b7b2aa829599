import { describe, expect, it } from "vitest";
import type { SplitStep } from "@/api/fines";
import { layoutSteps, percentOf } from "./split";

const step = (reason_code: string, party: string, amount_fen: number): SplitStep => ({
  reason_code,
  party,
  account: party,
  text_zh: "",
  text_en: "",
  amount_fen,
});

describe("layoutSteps", () => {
  it("draws the example: share, cap, remainder, overflow where the cap had cut", () => {
    const bars = layoutSteps(
      [
        step("SHARE", "agent", 1_000),
        step("CAP_FINE", "agent", -200),
        step("SHARE", "firm", 4_000),
        step("OVERFLOW", "firm", 200),
      ],
      5_000,
    );
    expect(bars.map((bar) => [bar.start, bar.width, bar.isCut])).toEqual([
      [0, 0.2, false],
      [0.16, 0.04, true],
      [0.2, 0.8, false],
      [0.16, 0.04, false],
    ]);
  });

  it("never leaves the picture, and survives a fine of nothing", () => {
    for (const bar of layoutSteps(
      [step("SHARE", "firm", 9_000), step("SHARE", "agent", 500)],
      5_000,
    )) {
      expect(bar.start + bar.width).toBeLessThanOrEqual(1);
    }
    expect(layoutSteps([], 0)).toEqual([]);
    expect(percentOf(0, 0)).toBe("0.0%");
    expect(percentOf(800, 5_000)).toBe("16.0%");
  });
});

describe("a split after a dispute", () => {
  it("draws what was taken off at the end of its party's share, and what moved at the same place", () => {
    const step = (reason_code: string, party: string, amount_fen: number) => ({
      reason_code,
      party,
      account: party,
      text_zh: "",
      text_en: "",
      amount_fen,
    });
    const bars = layoutSteps(
      [
        step("SHARE", "agent", 800),
        step("SHARE", "firm", 4200),
        step("DISPUTE", "agent", -500),
        step("DISPUTE", "firm", 500),
      ],
      5000,
    );
    expect(bars.map((bar) => [bar.start * 5000, bar.width * 5000, bar.isCut])).toEqual([
      [0, 800, false],
      [800, 4200, false],
      [300, 500, true],
      [300, 500, false],
    ]);
  });
});
