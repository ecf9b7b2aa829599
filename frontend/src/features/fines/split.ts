import type { SplitStep } from "@/api/fines";

export interface StepBar {
  step: SplitStep;
  /** Share of the whole fine, 0–1. */
  start: number;
  width: number;
  /** A cap's cut-off is drawn hollow, everything else filled. */
  isCut: boolean;
}

/** A cap or a dispute takes something off a share. */
const isOff = (step: SplitStep) =>
  step.reason_code.startsWith("CAP") || (step.reason_code === "DISPUTE" && step.amount_fen < 0);
const MOVED = new Set(["OVERFLOW", "DISPUTE"]);

/**
 * Draws a split's steps to scale, one under the other: shares follow each other, a cap cuts
 * the end off its party's share, and what overflows lies where it was cut.
 */
export function layoutSteps(steps: SplitStep[], totalFen: number): StepBar[] {
  const whole = Math.abs(totalFen) || 1;
  let filledFen = 0;
  let cutFen = { from: 0, to: 0 };
  const shareEndFen = new Map<string, number>();
  return steps.map((step) => {
    const size = Math.abs(step.amount_fen);
    let from = filledFen;
    const isCut = isOff(step);
    if (isCut) {
      const to = shareEndFen.get(step.party) ?? filledFen;
      from = Math.max(0, to - size);
      cutFen = { from, to };
      shareEndFen.set(step.party, from);
    } else if (MOVED.has(step.reason_code)) from = cutFen.from;
    else {
      filledFen += size;
      shareEndFen.set(step.party, filledFen);
    }
    return {
      step,
      isCut,
      start: Math.min(from / whole, 1),
      width: Math.min(size / whole, 1 - Math.min(from / whole, 1)),
    };
  });
}

/** Share of the whole in per cent with one decimal, from whole fen. */
export function percentOf(amountFen: number, totalFen: number): string {
  return totalFen === 0 ? "0.0%" : `${((amountFen / totalFen) * 100).toFixed(1)}%`;
}
