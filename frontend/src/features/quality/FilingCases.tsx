import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FilingRow, type Line, listFilings, type Period } from "@/api/dealings";
import { formatPlain } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";

function outcomeWord(row: FilingRow): string {
  switch (row.outcome) {
    case "awarded":
      return t`胜`;
    case "rejected":
      return t`负`;
    case "settled":
      return t`私了`;
    case "withdrawn":
      return t`撤回`;
    default:
      return row.outcome ?? t`未决`;
  }
}

/** The claims behind a line of the table. */
export function FilingCases({
  period,
  line,
  title,
}: {
  period: Period;
  line: Line;
  title: string;
}) {
  const query = useInfiniteQuery({
    queryKey: ["filing-cases", period, line],
    queryFn: ({ pageParam }) => listFilings(period, line, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="ql-cases" aria-label={title} data-testid="filing-cases">
      <h2>{title}</h2>
      {query.isPending && <LoadingState label={t`正在读取上报…`} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={t`这段时间没有上报`}>
          <Trans>只向对方发过消息，没有向总部上报过。</Trans>
        </EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table">
          <thead>
            <tr>
              <th scope="col">{t`工作项`}</th>
              <th scope="col">{t`运单号`}</th>
              <th scope="col">{t`网点`}</th>
              <th scope="col">{t`对方网点`}</th>
              <th scope="col">{t`上报人`}</th>
              <th scope="col">{t`上报时间`}</th>
              <th scope="col">{t`先联系`}</th>
              <th scope="col">{t`结果`}</th>
              <th scope="col" className="sd-num">{t`主张`}</th>
              <th scope="col" className="sd-num">{t`判赔`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.case_id}>
                <td>
                  <Link
                    to="/desk/{-$caseId}"
                    params={{ caseId: row.case_id }}
                    search={{ view: "all" }}
                  >
                    {row.number}
                  </Link>
                </td>
                <td>
                  <Waybill value={row.waybill} />
                </td>
                <td>{row.station}</td>
                <td>{row.counterparty || "—"}</td>
                <td>{row.name}</td>
                <td>{dayAndTime(row.filed_at)}</td>
                <td>{row.has_contacted ? t`是` : t`否`}</td>
                <td>{outcomeWord(row)}</td>
                <td className="sd-num">{formatPlain(row.claimed_fen)}</td>
                <td className="sd-num">{formatPlain(row.awarded_fen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
        <button
          type="button"
          className="sd-btn"
          disabled={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >
          <Trans>再读一页</Trans>
        </button>
      )}
    </section>
  );
}
