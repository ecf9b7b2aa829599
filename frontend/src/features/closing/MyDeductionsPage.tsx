import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  type DeductionNotice,
  type DeductionNoticeDetail,
  listOwnNotices,
  receiveNotice,
} from "@/api/closing";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatPlain, formatYuan } from "@/shared/money/money";
import { dayAndTime, fullDay } from "@/shared/time/time";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { causeWord } from "@/shared/words/words";
import { deliveryWord } from "./NoticeList";
import "./closing.css";

function Fines({ notice }: { notice: DeductionNoticeDetail }) {
  return (
    <div className="cl-scroll">
      <table className="sd-table">
        <thead>
          <tr>
            <th scope="col">{t`运单号`}</th>
            <th scope="col">{t`网点`}</th>
            <th scope="col">{t`项目`}</th>
            <th scope="col">{t`发生`}</th>
            <th scope="col">{t`原因`}</th>
            <th scope="col">{t`依据规则`}</th>
            <th scope="col" className="sd-num">{t`总部扣网点`}</th>
            <th scope="col" className="sd-num">{t`分摊到您`}</th>
          </tr>
        </thead>
        <tbody>
          {notice.fines.map((each) => (
            <tr key={each.fine_id}>
              <td>{each.waybill ? <Waybill value={each.waybill} /> : "—"}</td>
              <td>{each.station_name}</td>
              <td>{each.fine_name}</td>
              <td>{fullDay(each.occurred_at)}</td>
              <td>{causeWord(each.cause)}</td>
              <td>{each.rule_name}</td>
              <td className="sd-num">{formatPlain(each.fine_fen)}</td>
              <td className="sd-num">
                <b>{formatPlain(each.amount_fen)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Opening a notice delivers it; confirming says that he knows it, not that he agrees. */
function Notice({ notice }: { notice: DeductionNotice }) {
  const queries = useQueryClient();
  const receive = useMutation({
    mutationFn: (acknowledged: boolean) => receiveNotice(notice.id, acknowledged),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["own-deductions"] }),
  });
  const detail = receive.data;
  const isKnown = Boolean(notice.acknowledged_at);
  return (
    <li data-testid="own-deduction">
      <div className="cl-own-head">
        <b>{notice.number}</b>
        <span>{t`${notice.lines} 笔，共 ${formatYuan(notice.amount_fen)}`}</span>
        <span className="sd-muted">
          {dayAndTime(notice.made_at)} · {deliveryWord(notice)}
        </span>
        {!detail && (
          <button
            type="button"
            className="sd-btn"
            disabled={receive.isPending}
            onClick={() => receive.mutate(false)}
          >
            <Trans>打开看原因和金额</Trans>
          </button>
        )}
        {detail && !isKnown && (
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            disabled={receive.isPending}
            onClick={() => receive.mutate(true)}
          >
            <Trans>我已知悉</Trans>
          </button>
        )}
      </div>
      {receive.isError && <p className="sd-field-error">{errorText(receive.error)}</p>}
      {detail && <Fines notice={detail} />}
    </li>
  );
}

/** The agent's own notices of deduction. */
export function MyDeductionsPage() {
  const { query, rows } = usePaged(["own-deductions"], listOwnNotices);
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return (
    <div className="cl-own">
      <h1>
        <Trans>赔偿扣款通知</Trans>
      </h1>
      <p className="sd-muted">
        <Trans>
          确认只表示您已看到，不表示同意；不认可的一笔可以提异议，异议期间不扣。扣款不超过当月工资的
          20%，扣后不低于当地最低工资，超出的由公司承担。
        </Trans>
      </p>
      {rows.length === 0 ? (
        <EmptyState title={t`没有扣款通知`}>
          {t`有分摊到您的罚款时，扣款之前会在这里告诉您原因和金额。`}
        </EmptyState>
      ) : (
        <ul>
          {rows.map((each) => (
            <Notice key={each.id} notice={each} />
          ))}
        </ul>
      )}
      <MoreButton query={query} />
    </div>
  );
}
