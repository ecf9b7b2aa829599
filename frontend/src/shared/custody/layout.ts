import type { CustodySpan, Holder, HolderKind } from "@/api/cases";

/** What a holder looks like: hue says whose side, pattern says who. */
export type Swatch = "mine" | "queue" | "station" | "courier" | "intake" | "outside";

export interface Segment {
  holder: Holder;
  swatch: Swatch;
  /** Share of the whole bar, 0–1. */
  start: number;
  width: number;
  /** Whole minutes; over all segments they add up to the bar's elapsed minutes. */
  minutes: number;
  isAfterDue: boolean;
  fromMs: number;
  toMs: number;
}

export interface CustodyLayout {
  segments: Segment[];
  startMs: number;
  /** End of the picture: the deadline or the last interval, whichever is later. */
  endMs: number;
  /** End of what is already used. */
  usedMs: number;
  usedMinutes: number;
  /** Position of the deadline, 0–1; null without one. */
  due: number | null;
}

const MINUTE = 60_000;
const SWATCHES: Record<HolderKind, Swatch> = {
  agent: "mine",
  supervisor: "mine",
  queue: "queue",
  station: "station",
  courier: "courier",
  intake: "intake",
  customer: "outside",
  counterparty: "outside",
  carrier: "outside",
};

export function swatchOf(kind: HolderKind): Swatch {
  return SWATCHES[kind] ?? "outside";
}

interface Cut {
  holder: Holder;
  fromMs: number;
  toMs: number;
  isAfterDue: boolean;
}

/** Clips to the window and cuts at the deadline, so that each piece lies on one side of it. */
function cutSpans(
  spans: CustodySpan[],
  startMs: number,
  dueMs: number | null,
  nowMs: number,
): Cut[] {
  const cuts: Cut[] = [];
  for (const span of spans) {
    const fromMs = Math.max(Date.parse(span.from_at), startMs);
    const toMs = span.to_at ? Date.parse(span.to_at) : Math.max(nowMs, fromMs);
    if (toMs <= fromMs) continue;
    if (dueMs !== null && fromMs < dueMs && toMs > dueMs) {
      cuts.push({ holder: span.holder, fromMs, toMs: dueMs, isAfterDue: false });
      cuts.push({ holder: span.holder, fromMs: dueMs, toMs, isAfterDue: true });
    } else {
      cuts.push({
        holder: span.holder,
        fromMs,
        toMs,
        isAfterDue: dueMs !== null && fromMs >= dueMs,
      });
    }
  }
  return cuts;
}

/**
 * Lays custody out over a clock's window.
 *
 * Minutes are differences of rounded positions, never rounded lengths: so they
 * add up to the whole exactly, whatever the seconds.
 */
export function layoutCustody(
  spans: CustodySpan[],
  window: { startAt: string; dueAt: string | null },
  nowMs: number,
): CustodyLayout {
  const startMs = Date.parse(window.startAt);
  const dueMs = window.dueAt ? Date.parse(window.dueAt) : null;
  const cuts = cutSpans(spans, startMs, dueMs, nowMs);
  const usedMs = cuts.reduce((latest, cut) => Math.max(latest, cut.toMs), startMs);
  const endMs = Math.max(dueMs ?? startMs, usedMs, startMs + MINUTE);
  const whole = endMs - startMs;
  const minuteAt = (ms: number) => Math.round((ms - startMs) / MINUTE);
  const segments = cuts.map((cut) => ({
    ...cut,
    swatch: swatchOf(cut.holder.kind),
    start: (cut.fromMs - startMs) / whole,
    width: (cut.toMs - cut.fromMs) / whole,
    minutes: minuteAt(cut.toMs) - minuteAt(cut.fromMs),
  }));
  const due = dueMs === null || dueMs < startMs ? null : (dueMs - startMs) / whole;
  return { segments, startMs, endMs, usedMs, usedMinutes: minuteAt(usedMs), due };
}

export interface LegendLine {
  key: string;
  holder: Holder;
  swatch: Swatch;
  minutes: number;
}

/** Minutes by kind of holder, in order of first appearance; they add up to `usedMinutes`. */
export function legendOf(layout: CustodyLayout): LegendLine[] {
  const lines = new Map<string, LegendLine>();
  for (const segment of layout.segments) {
    const key = segment.holder.kind;
    const line = lines.get(key);
    if (line) line.minutes += segment.minutes;
    else
      lines.set(key, {
        key,
        holder: segment.holder,
        swatch: segment.swatch,
        minutes: segment.minutes,
      });
  }
  return [...lines.values()];
}
