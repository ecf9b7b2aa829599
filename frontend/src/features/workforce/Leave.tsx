import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Absence, listAbsences } from "@/api/workforce";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { LeaveForm } from "./LeaveForm";
import { LeaveSteps } from "./LeaveSteps";
import { lackWord, leaveWord, stateWord } from "./words";

const OPEN = new Set(["requested", "accepted", "declined"]);

function LeaveRow({ item, me, leads }: { item: Absence; me: string; leads: boolean }) {
  const lacks = item.lacks.map(lackWord).join(t`、`);
  return (
    <tr data-testid="leave-row">
      <td>
        <b>{item.member_name}</b>
      </td>
      <td>{leaveWord(item.kind)}</td>
      <td className="wf-span">
        {dayAndTime(item.from_at)} — {dayAndTime(item.to_at)}
      </td>
      <td>{item.substitute_name}</td>
      <td>
        {stateWord(item.state)}
        {item.is_override && (
          <span className="sd-muted">
            {" "}
            <Trans>（破例）</Trans>
          </span>
        )}
        {OPEN.has(item.state) && lacks && (
          <p className="sd-muted" data-testid="leave-lacks">
            {lacks}
          </p>
        )}
        {item.decision_note && (
          <p className="sd-muted">
            {item.decided_by}：{item.decision_note}
          </p>
        )}
      </td>
      <td className="sd-muted wf-reason">{item.reason}</td>
      <td className="wf-steps">
        <LeaveSteps item={item} me={me} leads={leads} />
      </td>
    </tr>
  );
}

/** Leave: asked for, handed over, decided. */
export function Leave({ leads, me }: { leads: boolean; me: string }) {
  const [isAsking, setAsking] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ["absences"],
    queryFn: ({ pageParam }) => listAbsences(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (list.isError) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <LoadingState />;
  const items = list.data.pages.flatMap((page) => page.items);
  return (
    <>
      <div className="wf-bar">
        <button
          type="button"
          className="sd-btn"
          data-variant="primary"
          onClick={() => setAsking(true)}
          data-testid="leave-new"
        >
          <Trans>申请请假</Trans>
        </button>
        <span className="sd-muted">
          <Trans>代班人接收交接后才能批准；须提前申请，紧急情况由组长写明原因破例。</Trans>
        </span>
      </div>
      {items.length === 0 && <EmptyState title={t`没有请假`} />}
      {items.length > 0 && (
        <table className="sd-table wf-list">
          <thead>
            <tr>
              <th>{t`谁`}</th>
              <th>{t`假别`}</th>
              <th>{t`从 — 到`}</th>
              <th>{t`代班人`}</th>
              <th>{t`状态`}</th>
              <th>{t`事由`}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <LeaveRow key={item.id} item={item} me={me} leads={leads} />
            ))}
          </tbody>
        </table>
      )}
      {list.hasNextPage && (
        <button
          type="button"
          className="sd-btn wf-more"
          onClick={() => list.fetchNextPage()}
          disabled={list.isFetchingNextPage}
        >
          <Trans>更早的</Trans>
        </button>
      )}
      <LeaveForm isOpen={isAsking} me={me} onClose={() => setAsking(false)} />
    </>
  );
}
