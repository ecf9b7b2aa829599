import { t } from "@lingui/core/macro";
import { serverNow } from "@/api/client";
import { localInput } from "@/shared/time/time";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `2026-11-20T19:00`: an hour of the day that `now` and some days make. */
export function atHour(now: number, daysLater: number, hour: number): string {
  const day = localInput(now + daysLater * DAY_MS).slice(0, 10);
  return `${day}T${String(hour).padStart(2, "0")}:00`;
}

function quickTimes(tense: unknown): { label: string; value: string }[] {
  const now = serverNow();
  if (tense === "past") return [{ label: t`现在`, value: localInput(now) }];
  if (tense !== "future") return [];
  const today = [
    { label: t`1 小时后`, value: localInput(now + HOUR_MS) },
    { label: t`今天 19:00`, value: atHour(now, 0, 19) },
    { label: t`明天 12:00`, value: atHour(now, 1, 12) },
    { label: t`明天 19:00`, value: atHour(now, 1, 19) },
  ];
  return today.filter((each) => each.value > localInput(now));
}

interface QuickTimesProps {
  tense: unknown;
  onChoose: (local: string) => void;
}

/** The times that are meant most, one press away. */
export function QuickTimes({ tense, onChoose }: QuickTimesProps) {
  const times = quickTimes(tense);
  if (times.length === 0) return null;
  return (
    <span className="sf-quick">
      {times.map((each) => (
        <button
          key={each.label}
          type="button"
          className="sd-btn"
          data-variant="link"
          onClick={() => onChoose(each.value)}
        >
          {each.label}
        </button>
      ))}
    </span>
  );
}
