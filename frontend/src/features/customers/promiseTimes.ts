const MINUTE_MS = 60_000;

/** Minutes between the inner time and what the customer was told. */
export function roomMinutes(promise: { due_at: string; inner_due_at: string }): number {
  return Math.round((Date.parse(promise.due_at) - Date.parse(promise.inner_due_at)) / MINUTE_MS);
}

/** The inner time of a promise that is being written: the usual room, at most half of the time. */
export function innerTime(now: number, dueAt: number, room: number | null, usual = 60): number {
  const minutes = room ?? Math.min(usual, (dueAt - now) / 2 / MINUTE_MS);
  return dueAt - minutes * MINUTE_MS;
}

/** What an empty or wrong field means: as policy says. */
export function readRoom(text: string): number | null {
  const number = Number(text);
  return text.trim() !== "" && Number.isInteger(number) && number >= 0 ? number : null;
}
