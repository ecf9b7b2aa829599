import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listCorrections } from "@/api/notices";
import { Countdown } from "@/shared/clock/Countdown";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { kindWord } from "@/shared/words/words";

/** Corrections that nobody has recorded yet, the most overdue first. */
export function Corrections() {
  const pages = useInfiniteQuery({
    queryKey: ["corrections"],
    queryFn: ({ pageParam }) => listCorrections(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  if (pages.isPending) return <LoadingState />;
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => pages.refetch()} />;
  const rows = pages.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <EmptyState title={t`没有等着记录的纠正`}>
        {t`时限前还没有进展时，会要求网点主管当面纠正；没记录的列在这里。`}
      </EmptyState>
    );
  }
  return (
    <>
      <table className="sd-table nt-table">
        <thead>
          <tr>
            <th>{t`工作项`}</th>
            <th>{t`要求谁`}</th>
            <th>{t`运单号`}</th>
            <th>{t`上报`}</th>
            <th className="sd-num">{t`记录时限`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-testid="correction-row">
              <td>
                <Link to="/desk/{-$caseId}" params={{ caseId: row.case_id }}>
                  {row.number}
                </Link>{" "}
                {kindWord(row.kind)}
              </td>
              <td>{row.demanded_of}</td>
              <td>
                <Waybill value={row.waybill} />
              </td>
              <td className="sd-muted">{row.escalated_at ? t`已报经理` : "—"}</td>
              <td className="sd-num">
                <Countdown dueAt={row.due_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages.hasNextPage && (
        <button type="button" className="sd-btn" onClick={() => pages.fetchNextPage()}>
          <Trans>更多</Trans>
        </button>
      )}
    </>
  );
}
