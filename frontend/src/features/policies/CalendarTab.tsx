import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type CalendarDay, listDays } from "@/api/policies";
import { listStations } from "@/api/stations";
import { fullDay } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { carrierWord } from "@/shared/words/words";
import { DayEditor } from "./DayEditor";
import { WindowsEditor } from "./WindowsEditor";

const iso = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

function kindWord(day: CalendarDay): string {
  switch (day.kind) {
    case "exception":
      return t`当天另定`;
    case "own_workday":
      return day.name || t`自录工作日`;
    case "own_rest_day":
      return day.name || t`自录休息日`;
    case "holiday":
      return t`法定节假日`;
    case "make_up_workday":
      return t`调休上班`;
    case "weekend":
      return t`周末`;
    default:
      return "";
  }
}

const WEEKDAYS = () => [t`一`, t`二`, t`三`, t`四`, t`五`, t`六`, t`日`];

interface MonthProps {
  days: CalendarDay[];
  onPick?: (day: CalendarDay) => void;
}

function Month({ days, onPick }: MonthProps) {
  const first = days[0];
  const blanks = first ? (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7 : 0;
  return (
    <div className="po-month" data-testid="month">
      {WEEKDAYS().map((name) => (
        <span key={name} className="po-weekday">
          {name}
        </span>
      ))}
      {Array.from({ length: blanks }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blanks have nothing but their place
        <span key={`blank ${place}`} />
      ))}
      {days.map((day) => {
        const content = (
          <>
            <b>{Number(day.day.slice(8))}</b>
            {day.windows.length > 0 ? (
              day.windows.map((window) => (
                <span key={window} className="sd-num">
                  {window === "00:00-24:00" ? t`24 小时` : window}
                </span>
              ))
            ) : (
              <span>{t`不计`}</span>
            )}
            <span className="sd-muted">{kindWord(day)}</span>
          </>
        );
        return onPick ? (
          <button
            key={day.day}
            type="button"
            className="po-date"
            data-rest={!day.is_workday || undefined}
            onClick={() => onPick(day)}
            data-testid={`day-${day.day}`}
          >
            {content}
          </button>
        ) : (
          <div key={day.day} className="po-date" data-rest={!day.is_workday || undefined}>
            {content}
          </div>
        );
      })}
    </div>
  );
}

/** The calendars of firm, carriers and stations, a month at a time; a click mends a day. */
export function CalendarTab({ mayManage }: { mayManage: boolean }) {
  const [scope, setScope] = useState("firm/default");
  const [shift, setShift] = useState(0);
  const [picked, setPicked] = useState<CalendarDay | null>(null);
  const [isEditing, setEditing] = useState(false);
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const today = fullDay(Date.now());
  const start = new Date(
    Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + shift),
  );
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth();
  const from = iso(year, month, 1);
  const to = iso(year, month + 1, 0);
  const [level = "firm", key = "default"] = scope.split("/");
  const days = useQuery({
    queryKey: ["calendar-days", scope, from],
    queryFn: () => listDays(level, key, from, to),
  });
  const carriers = [...new Set((stations.data?.items ?? []).map((station) => station.carrier))];
  const unknown = days.data?.unknown_years.join(" ") ?? "";
  const source = days.data?.items[0]?.source;
  return (
    <div className="po-page">
      <div className="po-bar">
        <select
          className="sd-select"
          aria-label={t`谁的日历`}
          value={scope}
          onChange={(event) => setScope(event.target.value)}
          data-testid="calendar-scope"
        >
          <option value="firm/default">{t`公司默认`}</option>
          {carriers.map((carrier) => (
            <option key={carrier} value={`carrier/${carrier}`}>
              {carrierWord(carrier)} {t`总部`}
            </option>
          ))}
          {(stations.data?.items ?? []).map((station) => (
            <option key={station.id} value={`station/${station.code}`}>
              {station.name}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="sd-btn"
          onClick={() => setShift(shift - 1)}
          aria-label={t`上个月`}
        >
          ‹
        </button>
        <h2>{from.slice(0, 7)}</h2>
        <button
          type="button"
          className="sd-btn"
          onClick={() => setShift(shift + 1)}
          aria-label={t`下个月`}
        >
          ›
        </button>
        <span className="sd-muted">
          {source === "none" && t`没有自己的日历，按 24 小时计`}
          {source === "firm" && level === "station" && t`没有自己的日历，按公司默认计`}
        </span>
        {mayManage && (
          <button
            type="button"
            className="sd-btn"
            onClick={() => setEditing(true)}
            data-testid="edit-windows"
          >
            <Trans>改时段</Trans>
          </button>
        )}
      </div>
      {unknown && (
        <p role="note">
          <Trans>{unknown} 年的节假日与调休还没有公布数据，请逐日录入。</Trans>
        </p>
      )}
      {days.isPending && <LoadingState />}
      {days.isError && <ErrorState error={days.error} onRetry={days.refetch} />}
      {days.data && <Month days={days.data.items} onPick={mayManage ? setPicked : undefined} />}
      {picked && (
        <DayEditor day={picked} level={level} calendarKey={key} onClose={() => setPicked(null)} />
      )}
      {isEditing && (
        <WindowsEditor level={level} calendarKey={key} onClose={() => setEditing(false)} />
      )}
    </div>
  );
}
