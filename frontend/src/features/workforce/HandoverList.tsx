import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Handover } from "@/api/workforce";
import { Countdown } from "@/shared/clock/Countdown";
import { dayAndTime } from "@/shared/time/time";
import { Waybill } from "@/shared/waybill/Waybill";
import { kindWord } from "@/shared/words/words";

/** What goes over: cases with their deadlines, promises, habits. */
export function HandoverList({ handover }: { handover: Handover }) {
  const { cases, promises, habits } = handover;
  const count = cases.length;
  const promised = promises.length;
  return (
    <div className="wf-handover" data-testid="handover-list">
      <h3>
        <Trans>未结工作项 {count}</Trans>
      </h3>
      {count === 0 && (
        <p className="sd-muted">
          <Trans>手上没有未结的工作项</Trans>
        </p>
      )}
      {count > 0 && (
        <table className="sd-table">
          <tbody>
            {cases.map((each) => (
              <tr key={each.case_id}>
                <td>
                  <Countdown dueAt={each.due_at} />
                </td>
                <td>{kindWord(each.kind)}</td>
                <td>{each.station_name}</td>
                <td>
                  <Link to="/desk/{-$caseId}" params={{ caseId: each.case_id }}>
                    <Waybill value={each.waybill} />
                  </Link>
                </td>
                <td className="wf-reason">{each.summary}</td>
                <td className="sd-muted">{each.is_in_hands ? t`在手上` : t`等别人`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {promises.length > 0 && (
        <>
          <h3>
            <Trans>给客户的承诺 {promised}</Trans>
          </h3>
          <ul>
            {promises.map((each) => (
              <li key={each.number + each.due_at}>
                {dayAndTime(each.due_at)} {each.to_whom}：{each.text}
              </li>
            ))}
          </ul>
        </>
      )}
      {habits && (
        <>
          <h3>
            <Trans>网点习惯</Trans>
          </h3>
          <p className="wf-habits">{habits}</p>
        </>
      )}
    </div>
  );
}
