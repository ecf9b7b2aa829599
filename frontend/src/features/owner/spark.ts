import type { PromiseDay } from "@/api/reports";

export interface Spark {
  points: { x: number; y: number; percent: number; day: string }[];
  worst: { x: number; y: number; percent: number; day: string } | null;
}

/** A line of daily percentages in a box; days without a promise leave no point. */
export function sparkOf(days: PromiseDay[], width: number, height: number): Spark {
  const known = days.filter((day) => day.promised > 0);
  const percents = known.map((day) => (day.kept / day.promised) * 100);
  const low = Math.min(...percents, 99);
  const span = Math.max(100 - low, 1);
  const points = known.map((day, index) => ({
    x: known.length === 1 ? width / 2 : (index / (known.length - 1)) * width,
    y: height - (((percents[index] ?? 0) - low) / span) * height,
    percent: percents[index] ?? 0,
    day: day.day,
  }));
  const worst = points.reduce<Spark["worst"]>(
    (least, point) => (least && least.percent <= point.percent ? least : point),
    null,
  );
  return { points, worst: worst && worst.percent < 100 ? worst : null };
}
