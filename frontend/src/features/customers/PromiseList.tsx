import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { listPromises, type PromiseRow, type PromiseView } from "@/api/people";
import { Countdown } from "@/shared/clock/Countdown";
import { useCoarseNow } from "@/shared/clock/ticker";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { briefTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { promiseWord } from "@/shared/words/people";

function Row({ row, now }: { row: PromiseRow; now: number }) {
  return (
    <tr data-testid="promise-row">
      <td>
        <Link to="/desk/{-$caseId}" params={{ caseId: row.case_id }}>
          {row.case_number}
        </Link>
      </td>
      <td>
        <Waybill value={row.waybill} />
      </td>
      <td>{row.station_name}</td>
      <td>
        {row.to_whom}：{row.text}
      </td>
      <td>{row.made_by_name}</td>
      <td className="sd-num">{briefTime(row.due_at, now)}</td>
      <td className="sd-num">
        {row.status === "open" ? (
          <Countdown dueAt={row.inner_due_at} stoppedAt={null} />
        ) : (
          <span>{row.kept_at ? t`逾时兑现` : promiseWord(row.status)}</span>
        )}
      </td>
    </tr>
  );
}

/** What customers wait for today; what was broken. */
export function PromiseList() {
  const now = useCoarseNow(15);
  const [view, setView] = useState<PromiseView>("due");
  const views: [PromiseView, string][] = [
    ["due", t`今天到期`],
    ["mine", t`我承诺的`],
    ["open", t`全部待兑现`],
    ["broken", t`未兑现`],
  ];
  const { query, rows } = usePaged(["promises", view], (cursor) => listPromises(view, cursor));
  return (
    <>
      <div className="cs-bar">
        <div className="sd-seg" role="radiogroup" aria-label={t`看哪些承诺`}>
          {views.map(([each, label]) => (
            <label key={each}>
              <input
                type="radio"
                name="promise-view"
                value={each}
                checked={view === each}
                onChange={() => setView(each)}
              />
              {label}
            </label>
          ))}
        </div>
      </div>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={t`这里没有承诺`}>
          {t`在工作项里记下对客户说的时间，到时前会提醒。`}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table cs-table">
          <thead>
            <tr>
              <th>{t`工作项`}</th>
              <th>{t`运单号`}</th>
              <th>{t`网点`}</th>
              <th>{t`承诺`}</th>
              <th>{t`谁承诺的`}</th>
              <th className="sd-num">{t`对客户说的时间`}</th>
              <th className="sd-num">{t`距内部时限`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} now={now} />
            ))}
          </tbody>
        </table>
      )}
      <MoreButton query={query} />
    </>
  );
}
