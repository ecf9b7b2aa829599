import { t } from "@lingui/core/macro";
import { listReveals } from "@/api/people";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { contactWord, subjectWord } from "@/shared/words/people";

/** Who saw whose data in full, when and why. */
export function RevealLog() {
  const { query, rows } = usePaged(["reveals"], listReveals);
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (rows.length === 0)
    return (
      <EmptyState title={t`还没有人看过全文`}>{t`每次查看完整联系方式都会记在这里。`}</EmptyState>
    );
  return (
    <>
      <table className="sd-table cs-table">
        <thead>
          <tr>
            <th>{t`时间`}</th>
            <th>{t`谁看的`}</th>
            <th>{t`看了什么`}</th>
            <th>{t`网点`}</th>
            <th>{t`理由`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-testid="reveal-row">
              <td>{dayAndTime(row.at)}</td>
              <td>{row.member_name}</td>
              <td>
                {subjectWord(row.subject)} {row.subject_name} {row.role && contactWord(row.role)}
              </td>
              <td>{row.station ?? "—"}</td>
              <td>{row.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <MoreButton query={query} />
    </>
  );
}
