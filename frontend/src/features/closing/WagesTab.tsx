import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { importWages, listWages, type Month, type Wage } from "@/api/closing";
import { MoreButton } from "@/shared/lists/MoreButton";
import { formatPlain } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { PayrollTable } from "./PayrollTable";

const COLUMNS = "坐席, 当月工资, 加班费, 特殊津贴, 当地最低工资, 出勤天数, 应出勤天数";

/** A file of wages; ends with what was taken and each row that was not. */
function ImportWages({ month }: { month: string }) {
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const taking = useMutation({
    mutationFn: (file: File) => importWages(month, file),
    onSettled: () => queries.invalidateQueries({ queryKey: ["month-wages", month] }),
  });
  const report = taking.data;
  return (
    <div className="cl-import">
      <button
        type="button"
        className="sd-btn"
        disabled={taking.isPending}
        onClick={() => input.current?.click()}
      >
        <Trans>导入工资表</Trans>
      </button>
      <input
        ref={input}
        type="file"
        accept=".csv,.xlsx"
        hidden
        aria-label={t`导入工资表`}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) taking.mutate(file);
          event.target.value = "";
        }}
        data-testid="import-wages"
      />
      <span className="sd-muted">
        <Trans>首行写列名：{COLUMNS}。工资含加班费和津贴；做不满整月的，填出勤天数。</Trans>
      </span>
      {taking.isError && <p className="sd-field-error">{errorText(taking.error)}</p>}
      {report && (
        <div data-testid="wages-report" role="status">
          <p>
            <Trans>
              共 {report.rows} 行，收下 {report.accepted} 行，拒收 {report.refused.length} 行。
            </Trans>
          </p>
          <ul className="cl-refused">
            {report.refused.map((row) => (
              <li key={row.row}>
                <Trans>第 {row.row} 行</Trans> {row.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function WageRow({ wage }: { wage: Wage }) {
  return (
    <tr>
      <th scope="row">{wage.name}</th>
      <td className="sd-num">{formatPlain(wage.wage_fen)}</td>
      <td className="sd-num">{formatPlain(wage.overtime_fen)}</td>
      <td className="sd-num">{formatPlain(wage.allowances_fen)}</td>
      <td className="sd-num">{formatPlain(wage.minimum_fen)}</td>
      <td className="sd-num">
        {wage.days_due === null ? "—" : `${wage.days_worked} / ${wage.days_due}`}
      </td>
      <td className="sd-num">
        <b>{formatPlain(wage.cap_fen)}</b>
      </td>
      <td className="sd-muted">
        {wage.entered_by_name} {dayAndTime(wage.entered_at)}
      </td>
    </tr>
  );
}

function WageTable({ wages }: { wages: Wage[] }) {
  if (wages.length === 0)
    return (
      <EmptyState title={t`还没有这个月的工资`}>
        {t`有分摊的坐席都要有工资，才知道依法最多能扣多少。只有财务看得到。`}
      </EmptyState>
    );
  return (
    <div className="cl-scroll">
      <table className="sd-table">
        <thead>
          <tr>
            <th scope="col">{t`坐席`}</th>
            <th scope="col" className="sd-num">{t`当月工资`}</th>
            <th scope="col" className="sd-num">{t`其中加班费`}</th>
            <th scope="col" className="sd-num">{t`其中特殊津贴`}</th>
            <th scope="col" className="sd-num">{t`当地最低工资`}</th>
            <th scope="col" className="sd-num">{t`出勤`}</th>
            <th scope="col" className="sd-num">{t`最多可扣`}</th>
            <th scope="col">{t`录入`}</th>
          </tr>
        </thead>
        <tbody>
          {wages.map((each) => (
            <WageRow key={each.member_id} wage={each} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Wages of the month, for the cap. The route answers finance alone. */
export function WagesTab({ month }: { month: Month }) {
  const isClosed = month.state === "done";
  const query = useInfiniteQuery({
    queryKey: ["month-wages", month.period],
    queryFn: ({ pageParam }) => listWages(month.period, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: !isClosed,
  });
  if (isClosed) return <PayrollTable month={month.period} />;
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const missing = query.data.pages[0]?.missing ?? [];
  const names = missing.join("、");
  return (
    <>
      <ImportWages month={month.period} />
      {missing.length > 0 && (
        <p data-testid="wages-missing">
          <Trans>还缺：{names}</Trans>
        </p>
      )}
      <WageTable wages={query.data.pages.flatMap((page) => page.items)} />
      <MoreButton query={query} />
    </>
  );
}
