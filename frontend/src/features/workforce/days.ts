/** Days as `2026-11-23`, reckoned without any clock or zone. */
const DAY_MS = 86_400_000;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 1 is Monday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

export function mondayOf(day: string): string {
  return addDays(day, 1 - weekday(day));
}

/** What somebody typed for a day: shifts by blanks or commas; `休` or nothing is off. */
export function readShifts(text: string): string[] {
  return text
    .split(/[\s,，;；、]+/)
    .map((word) => word.replaceAll("–", "-"))
    .filter((word) => word !== "" && word !== "休" && word.toLowerCase() !== "off");
}
