import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { serverNow } from "@/api/client";
import { copyWeek, type RotaDay, type RotaMember, readRota } from "@/api/workforce";
import { fullDay } from "@/shared/time/time";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { dutyWord } from "@/shared/words/duty";
import { addDays, mondayOf, weekday } from "./days";
import { DayDialog, WeekDialog } from "./RotaDialogs";
import { RotaPaste } from "./RotaPaste";
import { leaveWord, weekdayWord } from "./words";

function cellText(day: RotaDay): string {
  if (day.windows === null) return t`未排`;
  return day.windows.length ? day.windows.join("\n") : t`休`;
}

function Cell({ day, onEdit, who }: { day: RotaDay; who: string; onEdit?: () => void }) {
  const shown = day.absence_kind ? leaveWord(day.absence_kind) : cellText(day);
  const text = (
    <>
      {day.absence_kind ? (
        <b>{shown}</b>
      ) : (
        <span className={day.windows?.length ? undefined : "sd-zero"}>{shown}</span>
      )}
      {day.is_exception && (
        <i className="wf-dot" title={day.note || t`当天另排`}>
          <span className="sd-sr">{t`当天另排`}</span>
        </i>
      )}
    </>
  );
  if (!onEdit) return text;
  const date = day.day;
  return (
    <button
      type="button"
      className="wf-cell"
      onClick={onEdit}
      aria-label={`${t`${who} ${date} 的班`}：${shown}`}
      data-testid="rota-cell"
    >
      {text}
    </button>
  );
}

function WeekBar({ monday, onGo }: { monday: string; onGo: (monday: string) => void }) {
  const sunday = addDays(monday, 6);
  return (
    <div className="wf-week">
      <button type="button" className="sd-btn" onClick={() => onGo(addDays(monday, -7))}>
        <Trans>上周</Trans>
      </button>
      <b data-testid="rota-week">
        {monday} — {sunday}
      </b>
      <button
        type="button"
        className="sd-btn"
        onClick={() => onGo(addDays(monday, 7))}
        data-testid="rota-next"
      >
        <Trans>下周</Trans>
      </button>
      <button type="button" className="sd-btn" onClick={() => onGo(mondayOf(fullDay(serverNow())))}>
        <Trans>本周</Trans>
      </button>
    </div>
  );
}

function CopyButton({ monday, onGo }: { monday: string; onGo: (monday: string) => void }) {
  const queries = useQueryClient();
  const next = addDays(monday, 7);
  const copying = useMutation({
    mutationFn: () => copyWeek(monday, next),
    onSuccess: (answer) => {
      const days = answer.taken;
      notify(t`已抄 ${days} 天到下周`);
      queries.invalidateQueries({ queryKey: ["rota"] });
      onGo(next);
    },
    onError: (error) => notifyRefusal(errorText(error)),
  });
  return (
    <button
      type="button"
      className="sd-btn"
      onClick={() => copying.mutate()}
      disabled={copying.isPending}
      data-testid="rota-copy"
    >
      <Trans>抄到下周</Trans>
    </button>
  );
}

/** Everybody's week; whoever leads edits a day, a weekly pattern, or pastes a table. */
export function Rota({ mayChange }: { mayChange: boolean }) {
  const [monday, setMonday] = useState(() => mondayOf(fullDay(serverNow())));
  const [day, setDay] = useState<{ member: RotaMember; day: RotaDay } | null>(null);
  const [member, setMember] = useState<RotaMember | null>(null);
  const today = fullDay(serverNow());
  const rota = useQuery({ queryKey: ["rota", monday], queryFn: () => readRota(monday) });
  if (rota.isError) return <ErrorState error={rota.error} onRetry={() => rota.refetch()} />;
  return (
    <>
      <div className="wf-bar">
        <WeekBar monday={monday} onGo={setMonday} />
        {mayChange && <CopyButton monday={monday} onGo={setMonday} />}
        {mayChange && <RotaPaste />}
      </div>
      {!rota.data && <LoadingState />}
      {rota.data?.items.length === 0 && <EmptyState title={t`还没有坐席`} />}
      {rota.data && rota.data.items.length > 0 && (
        <table className="sd-table wf-rota" data-testid="rota">
          <thead>
            <tr>
              <th>{t`姓名`}</th>
              <th>{t`现在`}</th>
              {rota.data.items[0]?.days.map((each) => (
                <th key={each.day} data-today={each.day === today || undefined}>
                  {weekdayWord(weekday(each.day))} {each.day.slice(5)}
                </th>
              ))}
              {mayChange && <td />}
            </tr>
          </thead>
          <tbody>
            {rota.data.items.map((each) => (
              <tr key={each.member_id} data-testid="rota-row">
                <td>
                  <b>{each.name}</b>
                </td>
                <td className={each.duty === "on" ? undefined : "sd-muted"}>
                  {dutyWord(each.duty)}
                </td>
                {each.days.map((one) => (
                  <td key={one.day} data-today={one.day === today || undefined}>
                    <Cell
                      day={one}
                      who={each.name}
                      onEdit={mayChange ? () => setDay({ member: each, day: one }) : undefined}
                    />
                  </td>
                ))}
                {mayChange && (
                  <td>
                    <button
                      type="button"
                      className="sd-btn"
                      data-variant="link"
                      onClick={() => setMember(each)}
                      data-testid="rota-pattern"
                    >
                      <Trans>每周</Trans>
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <DayDialog wanted={day} onClose={() => setDay(null)} />
      <WeekDialog member={member} onClose={() => setMember(null)} />
    </>
  );
}
