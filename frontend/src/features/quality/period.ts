import { serverNow } from "@/api/client";
import type { Period } from "@/api/dealings";
import { fullDay } from "@/shared/time/time";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

/** The last thirty days, unless the address says otherwise. */
export function periodOf(from?: string, to?: string): Period {
  const now = serverNow();
  return {
    from: from ?? fullDay(now - (DEFAULT_DAYS - 1) * DAY_MS),
    to: to ?? fullDay(now),
  };
}

export interface QualitySearch {
  from?: string;
  to?: string;
  by?: "agents" | "relations";
  member?: string;
  station?: string;
  other?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function day(value: unknown): string | undefined {
  return typeof value === "string" && DAY.test(value) ? value : undefined;
}

/** What the page keeps in its address. */
export function qualitySearch(raw: Record<string, unknown>): QualitySearch {
  return {
    from: day(raw.from),
    to: day(raw.to),
    by: raw.by === "relations" ? "relations" : undefined,
    member: text(raw.member),
    station: text(raw.station),
    other: text(raw.other),
  };
}
