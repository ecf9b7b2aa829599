import { t } from "@lingui/core/macro";
import type { Precedent } from "@/api/precedents";
import { localised } from "@/shared/i18n/locale";
import { fullDay } from "@/shared/time/time";

/** `47 分`, `5 时 10 分`, `3 天 2 时` */
export function lifeWord(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  if (days > 0) return t`${days} 天 ${hours} 时`;
  if (hours > 0) return t`${hours} 时 ${rest} 分`;
  return t`${rest} 分`;
}

/** `2026-10-14 · 西兴 · 客户确认收到 · 用时 47 分`; the station only where it may be told. */
export function factsOf(precedent: Precedent): string {
  const life = lifeWord(precedent.life_minutes);
  return [
    fullDay(precedent.closed_at),
    precedent.station_name,
    localised(precedent.outcome_zh, precedent.outcome_en),
    t`用时 ${life}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
