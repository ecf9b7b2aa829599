import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { serverNow } from "@/api/client";
import { readLoad, readRota } from "@/api/workforce";
import { LoadBar } from "@/shared/load/LoadBar";
import { fullDay } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { dutyWord } from "@/shared/words/duty";
import { weekday } from "./days";
import { EndOfShift } from "./EndOfShift";
import { HandoversOffered } from "./HandoversOffered";
import { OvertimeBox } from "./OvertimeBox";
import { leaveWord, weekdayWord } from "./words";

function MyWeek({ me }: { me: string }) {
  const today = fullDay(serverNow());
  const rota = useQuery({ queryKey: ["rota", today], queryFn: () => readRota(today) });
  const mine = rota.data?.items.find((each) => each.member_id === me);
  if (!mine) return null;
  return (
    <ol className="wf-mine-week" data-testid="my-week" aria-label={t`往后七天的班`}>
      {mine.days.map((day) => (
        <li key={day.day} data-today={day.day === today || undefined}>
          <span className="sd-muted">
            {weekdayWord(weekday(day.day))} {day.day.slice(5)}
          </span>
          <b>
            {day.absence_kind
              ? leaveWord(day.absence_kind)
              : day.windows === null
                ? t`未排`
                : day.windows.join(" ") || t`休`}
          </b>
        </li>
      ))}
    </ol>
  );
}

function MyLoad({ me }: { me: string }) {
  const load = useQuery({ queryKey: ["load"], queryFn: readLoad });
  const mine = load.data?.items.find((each) => each.member_id === me);
  if (load.isError) return <ErrorState error={load.error} />;
  if (!mine) return load.data ? null : <LoadingState />;
  const waiting = mine.waiting;
  return (
    <div className="wf-my-load" data-testid="my-load">
      <span>{dutyWord(mine.duty)}</span>
      <LoadBar held={mine.held} most={mine.held_max} />
      <span className="sd-muted">
        <Trans>另有 {waiting} 件在等别人</Trans>
      </span>
    </div>
  );
}

/** One's own shifts, load, handover and overtime. */
export function Mine() {
  const { session } = useRouteContext({ from: "/firm" });
  const me = session.member.id;
  return (
    <div className="wf-mine">
      <section>
        <h2>
          <Trans>我的班</Trans>
        </h2>
        <MyWeek me={me} />
        <MyLoad me={me} />
      </section>
      <HandoversOffered me={me} />
      <EndOfShift me={me} />
      <OvertimeBox />
    </div>
  );
}
