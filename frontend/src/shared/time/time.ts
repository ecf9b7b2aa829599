/** Times are shown in the firm's zone, whatever the reader's computer says. */
let zone = "Asia/Shanghai";
const formats = new Map<string, Intl.DateTimeFormat>();

export function setZone(timezone: string): void {
  zone = timezone;
  formats.clear();
}

function partsOf(iso: string | number): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(new Date(iso))) parts[part.type] = part.value;
  return parts;
}

/** `14:32` */
export function timeOfDay(iso: string | number): string {
  const p = partsOf(iso);
  return `${p.hour}:${p.minute}`;
}

/** `14:32:10` */
export function timeWithSeconds(iso: string | number): string {
  return `${timeOfDay(iso)}:${partsOf(iso).second}`;
}

/** `11-18` */
export function dayOfYear(iso: string | number): string {
  const p = partsOf(iso);
  return `${p.month}-${p.day}`;
}

/** `11-18 21:14` */
export function dayAndTime(iso: string | number): string {
  return `${dayOfYear(iso)} ${timeOfDay(iso)}`;
}

/** `2026-11-18` */
export function fullDay(iso: string | number): string {
  return `${partsOf(iso).year}-${dayOfYear(iso)}`;
}

/** The time alone when it is `now`'s day, else day and time. */
export function briefTime(iso: string, now: number): string {
  return fullDay(iso) === fullDay(now) ? timeOfDay(iso) : dayAndTime(iso);
}

/** What an `<input type="datetime-local">` says in the firm's zone, with its offset. */
export function withOffset(local: string): string {
  const guess = Date.parse(`${local}Z`);
  const p = partsOf(guess);
  const shown = Date.UTC(
    Number(p.year),
    Number(p.month) - 1,
    Number(p.day),
    Number(p.hour),
    Number(p.minute),
  );
  const offsetMinutes = Math.round((shown - guess) / 60_000);
  const sign = offsetMinutes < 0 ? "-" : "+";
  const hours = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, "0");
  const seconds = local.length === 16 ? ":00" : "";
  return `${local}${seconds}${sign}${hours}:${minutes}`;
}

/** The value for an `<input type="datetime-local">` in the firm's zone. */
export function localInput(iso: string | number): string {
  const p = partsOf(iso);
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}
