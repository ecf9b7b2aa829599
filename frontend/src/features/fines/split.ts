import type { SplitStep } from "@/api/fines";

export interface StepBar {
  step: SplitStep;
  /** Share of the whole fine, 0–1. */
  start: number;
  width: number;
  /** A cap's cut-off is drawn hollow, everything else filled. */
  isCut: boolean;
}

/**
 * Draws a split's steps to scale, one under the other: shares follow each other, a cap cuts
 * the end off the share before it, and the overflow lies where the cap had cut.
 */
export function layoutSteps(steps: SplitStep[], totalFen: number): StepBar[] {
  const whole = Math.abs(totalFen) || 1;
  let filledFen = 0;
  let cutFen = { from: 0, to: 0 };
  return steps.map((step) => {
    const size = Math.abs(step.amount_fen);
    let from = filledFen;
    const isCut = step.reason_code.startsWith("CAP");
    if (isCut) {
      from = Math.max(0, filledFen - size);
      cutFen = { from, to: filledFen };
    } else if (step.reason_code === "OVERFLOW") from = cutFen.from;
    else filledFen += size;
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
