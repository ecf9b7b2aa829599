import { t } from "@lingui/core/macro";
import { listPayroll, type Payroll, payrollFile } from "@/api/closing";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatPlain } from "@/shared/money/money";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";

const plain = (fen: number | null) => (fen === null ? "—" : formatPlain(fen));

function Row({ line }: { line: Payroll }) {
  return (
    <tr>
      <th scope="row">{line.name}</th>
      <td className="sd-num">{plain(line.wage_fen)}</td>
      <td className="sd-num">{plain(line.overtime_fen)}</td>
      <td className="sd-num">{plain(line.allowances_fen)}</td>
      <td className="sd-num">{plain(line.minimum_fen)}</td>
      <td className="sd-num">{formatPlain(line.cap_fen)}</td>
      <td className="sd-num">{formatPlain(line.noticed_fen)}</td>
      <td className="sd-num">{formatPlain(line.over_cap_fen)}</td>
      <td className="sd-num">{formatPlain(line.paid_back_fen)}</td>
      <td className="sd-num">
        <b>{formatPlain(line.payroll_fen)}</b>
      </td>
    </tr>
  );
}

/** What a close took from each wage, and what the cap was reckoned from. */
export function PayrollTable({ month }: { month: string }) {
  const { query, rows } = usePaged(["month-payroll", month], (cursor) =>
    listPayroll(month, cursor),
  );
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (rows.length === 0) return <EmptyState title={t`这个月没有坐席要扣款`} />;
  return (
    <>
      <p className="sd-form-foot">
        <a className="sd-btn" href={payrollFile(month)} download>
          {t`工资扣款 Excel`}
        </a>
      </p>
      <div className="cl-scroll">
        <table className="sd-table" data-testid="payroll">
          <thead>
            <tr>
              <th scope="col">{t`坐席`}</th>
              <th scope="col" className="sd-num">{t`当月工资`}</th>
              <th scope="col" className="sd-num">{t`其中加班费`}</th>
              <th scope="col" className="sd-num">{t`其中特殊津贴`}</th>
              <th scope="col" className="sd-num">{t`最低工资`}</th>
              <th scope="col" className="sd-num">{t`最多可扣`}</th>
              <th scope="col" className="sd-num">{t`已通知`}</th>
              <th scope="col" className="sd-num">{t`超上限`}</th>
              <th scope="col" className="sd-num">{t`退回`}</th>
              <th scope="col" className="sd-num">{t`工资应扣`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <Row key={each.account} line={each} />
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton query={query} />
    </>
  );
}
