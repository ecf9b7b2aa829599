import { t } from "@lingui/core/macro";

export type ClockLevel = "calm" | "warn" | "over" | "late" | "none";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY_SECONDS = 86_400;

/** 30 minutes: first warning; 15: act now; below 0: late. */
export function clockLevel(remainingMs: number): ClockLevel {
  if (remainingMs < 0) return "late";
  if (remainingMs <= 15 * MINUTE) return "over";
  if (remainingMs <= 30 * MINUTE) return "warn";
  return "calm";
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `mm:ss`, `h:mm:ss`, from a day on `1 天 3 时`; the sign is the caller's. */
export function formatSpan(spanMs: number): string {
  const total = Math.floor(Math.abs(spanMs) / SECOND);
  if (total >= DAY_SECONDS) {
    const days = Math.floor(total / DAY_SECONDS);
    const hours = Math.floor((total % DAY_SECONDS) / 3600);
    return t`${days} 天 ${hours} 时`;
  }
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const tail = `${two(minutes)}:${two(total % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** A clock in the queue: counts up behind 超 once it is late. */
export function formatClock(remainingMs: number): string {
  // Floor away from the deadline, so that 0.4 s late is late and not 00:00.
  if (remainingMs < 0) {
    const late = formatSpan(remainingMs);
    return t`超 ${late}`;
  }
  return formatSpan(remainingMs);
}

/** Minutes as `56 分`, from two hours on `3 时 05 分`, from two days on `2 天 3 时`. */
export function formatMinutes(totalMinutes: number): string {
  if (totalMinutes < 120) return t`${totalMinutes} 分`;
  const hours = Math.floor(totalMinutes / 60);
  if (hours < 48) {
    if (totalMinutes % 60 === 0) return t`${hours} 小时`;
    const minutes = two(totalMinutes % 60);
    return t`${hours} 时 ${minutes} 分`;
  }
  const days = Math.floor(hours / 24);
  const rest = hours % 24;
  return t`${days} 天 ${rest} 时`;
}

/** A gap's clock: `逾 31 时 02 分` or `余 7 时 27 分`. */
export function formatGapClock(remainingMs: number): string {
  const minutes = Math.floor(Math.abs(remainingMs) / MINUTE);
  const span = formatMinutes(minutes);
  return remainingMs < 0 ? t`逾 ${span}` : t`余 ${span}`;
}
