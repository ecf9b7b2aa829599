import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import { listShares } from "@/api/closing";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatPlain } from "@/shared/money/money";
import { fullDay } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { causeWord } from "@/shared/words/words";
import { shareStateWord } from "./words";

/** The fines behind one agent's sums. */
export function ShareList(props: { month: string; account: string; name: string }) {
  const { month, account, name } = props;
  const { query, rows } = usePaged(["month-shares", month, account], (cursor) =>
    listShares(month, account, cursor),
  );
  return (
    <section className="cl-shares" data-testid="shares">
      <h3>{t`${name} 的每一笔`}</h3>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {rows.length > 0 && (
        <div className="cl-scroll">
          <table className="sd-table">
            <thead>
              <tr>
                <th scope="col">{t`运单号`}</th>
                <th scope="col">{t`网点`}</th>
                <th scope="col">{t`项目`}</th>
                <th scope="col">{t`发生`}</th>
                <th scope="col">{t`责任原因`}</th>
                <th scope="col" className="sd-num">{t`罚款`}</th>
                <th scope="col" className="sd-num">{t`坐席承担`}</th>
                <th scope="col" className="sd-num">{t`从工资扣`}</th>
                <th scope="col" className="sd-num">{t`转公司`}</th>
                <th scope="col">{t`状态`}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((each) => (
                <tr key={each.fine_id}>
                  <td>
                    <Link to="/fines/{-$fineId}" params={{ fineId: each.fine_id }}>
                      {each.waybill ? <Waybill value={each.waybill} /> : t`无运单`}
                    </Link>
                  </td>
                  <td>{each.station_name}</td>
                  <td>{each.fine_name}</td>
                  <td>{fullDay(each.occurred_at)}</td>
                  <td>{each.cause ? causeWord(each.cause) : "—"}</td>
                  <td className="sd-num">{formatPlain(each.fine_fen)}</td>
                  <td className="sd-num">{formatPlain(each.pending_fen)}</td>
                  <td className="sd-num">
                    {each.deducted_fen === null ? "—" : formatPlain(each.deducted_fen)}
                  </td>
                  <td className="sd-num">
                    {each.overflow_fen === null ? "—" : formatPlain(each.overflow_fen)}
                  </td>
                  <td>{shareStateWord(each.state)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton query={query} />
    </section>
  );
}
