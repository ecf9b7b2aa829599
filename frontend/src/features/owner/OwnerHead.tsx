import { t } from "@lingui/core/macro";
import { useNavigate } from "@tanstack/react-router";
import type { Station } from "@/api/stations";
import { currentLocale } from "@/shared/i18n/locale";
import { carrierWord } from "@/shared/words/words";
import { recentMonths, thisMonth } from "./useOwner";

const ENGLISH_MONTH = new Intl.DateTimeFormat("en", {
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

function monthWord(month: string): string {
  const [year = "", number = ""] = month.split("-");
  const plain = String(Number(number));
  const isThisYear = thisMonth().startsWith(year);
  if (currentLocale() === "en") {
    const shown = new Date(Date.UTC(Number(year), Number(number) - 1));
    return ENGLISH_MONTH.format(shown);
  }
  return isThisYear ? t`${plain} 月` : t`${year} 年 ${plain} 月`;
}

interface OwnerHeadProps {
  stations: Station[];
  station: Station;
  month: string;
  to: "/owner" | "/owner/fines";
}

export function OwnerHead({ stations, station, month, to }: OwnerHeadProps) {
  const navigate = useNavigate();
  const go = (change: { station?: string; month?: string }) =>
    navigate({ to, search: (before) => ({ ...before, ...change }) });
  return (
    <header className="ow-head">
      {stations.length > 1 ? (
        <select
          className="ow-pick ow-name"
          aria-label={t`网点`}
          value={station.code}
          onChange={(event) => go({ station: event.target.value })}
          data-testid="owner-station"
        >
          {stations.map((each) => (
            <option key={each.id} value={each.code}>
              {each.name}
            </option>
          ))}
        </select>
      ) : (
        <h1 className="ow-name">{station.name}</h1>
      )}
      <span className="sd-muted">{carrierWord(station.carrier)}</span>
      <select
        className="ow-pick ow-month"
        aria-label={t`月份`}
        value={month}
        onChange={(event) => go({ month: event.target.value })}
        data-testid="owner-month"
      >
        {[...new Set([...recentMonths(thisMonth()), month])].map((each) => (
          <option key={each} value={each}>
            {monthWord(each)}
          </option>
        ))}
      </select>
    </header>
  );
}
