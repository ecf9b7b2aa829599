import { t } from "@lingui/core/macro";
import type { CalendarTerms, ClockTerms, PolicySchema } from "@/api/policies";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { carrierWord } from "@/shared/words/words";

export const scopeWord = (carrier: string | null) =>
  carrier ? carrierWord(carrier) : t`全部快递公司`;

const DAY = 24 * 60;

/** `120` → `2 小时`; `2880` → `2 天`; what is neither stays in minutes. */
export function lengthWord(minutes: number): string {
  if (minutes >= DAY && minutes % DAY === 0) {
    const days = minutes / DAY;
    return t`${days} 天`;
  }
  if (minutes >= 60 && minutes % 60 === 0) {
    const hours = minutes / 60;
    return t`${hours} 小时`;
  }
  return t`${minutes} 分钟`;
}

export function calendarWord(calendar: CalendarTerms | null | undefined): string {
  if (!calendar) return t`按上级日历`;
  const day = (calendar.workday ?? ["00:00-24:00"]).join(" ");
  const rest = (calendar.rest_day ?? ["00:00-24:00"]).join(" ");
  if (day === "00:00-24:00" && rest === day) return t`24 小时`;
  return rest ? t`工作日 ${day} · 休息日 ${rest}` : t`工作日 ${day} · 休息日不计`;
}

export function ladderWord(clock: ClockTerms): string {
  const rungs = Array.isArray(clock.rungs)
    ? (clock.rungs as ({ minutes_before: number } | number)[]).map((rung) =>
        typeof rung === "number" ? rung : rung.minutes_before,
      )
    : (clock.rungs_minutes_before ?? [30, 15, 0]);
  return rungs.map((minutes) => (minutes ? `−${minutes}` : "0")).join(" / ");
}

export function clockLabel(schema: PolicySchema | undefined, name: string): string {
  const known = schema?.clocks.find((clock) => clock.name === name);
  return known ? localised(known.label_zh, known.label_en) : name;
}

export function parameterLabel(schema: PolicySchema | undefined, name: string): string {
  const property = schema?.parameters_schema.properties?.[name];
  const english = typeof property?.en === "string" ? property.en : name;
  return localised(property?.title ?? name, english);
}

/** A parameter's value as a person reads it. */
export function valueWord(name: string, value: unknown): string {
  if (value === null || value === undefined) return "—";
  if (typeof value === "boolean") return value ? t`是` : t`否`;
  if (typeof value === "number") return /_fen$/.test(name) ? formatYuan(value) : String(value);
  if (typeof value === "string") return value || "—";
  if (Array.isArray(value) && value.every((each) => typeof each !== "object"))
    return value.join(" · ") || "—";
  return JSON.stringify(value, null, 1);
}
