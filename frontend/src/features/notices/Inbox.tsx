import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type InboxNotice, inboxKey, markAllRead, markRead, readInbox } from "@/api/notices";
import { useCoarseNow } from "@/shared/clock/ticker";
import { localised } from "@/shared/i18n/locale";
import { briefTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";

function Line({ notice, onOpen }: { notice: InboxNotice; onOpen: () => void }) {
  const now = useCoarseNow(60);
  return (
    <li data-testid="inbox-notice" data-read={notice.is_read} data-topic={notice.topic}>
      <button type="button" onClick={onOpen}>
        <i className="nt-dot" aria-hidden="true" />
        <span className="sd-sr">{notice.is_read ? t`已读` : t`未读`}</span>
        <span className="nt-what">
          <span>{localised(notice.subject_zh, notice.subject_en)}</span>
          <span className="sd-muted">{localised(notice.text_zh, notice.text_en)}</span>
        </span>
        <time dateTime={notice.at} className="sd-muted">
          {briefTime(notice.at, now)}
        </time>
      </button>
    </li>
  );
}

/** What tells an agent about his own fines; other notices of fines are for deciders. */
const MINE = new Set(["fine_decided", "dispute_ended"]);

/** The newest first; opening one opens its case or its fine. */
export function Inbox() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const pages = useInfiniteQuery({
    queryKey: [...inboxKey, "all"],
    queryFn: ({ pageParam }) => readInbox(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const look = () => queries.invalidateQueries({ queryKey: inboxKey });
  const reading = useMutation({ mutationFn: (id: string) => markRead(id), onSuccess: look });
  const readingAll = useMutation({ mutationFn: markAllRead, onSuccess: look });
  if (pages.isPending) return <LoadingState />;
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => pages.refetch()} />;
  const notices = pages.data.pages.flatMap((page) => page.items);
  if (notices.length === 0) {
    return (
      <EmptyState title={t`还没有通知`}>
        {t`时限快到、业务员答复、当面纠正逾期，都会出现在这里。`}
      </EmptyState>
    );
  }
  const open = (notice: InboxNotice) => {
    if (!notice.is_read) reading.mutate(notice.id);
    const { case_id: caseId, fine_id: fineId } = notice;
    if (caseId) navigate({ to: "/desk/{-$caseId}", params: { caseId } });
    else if (fineId && MINE.has(notice.topic))
      navigate({ to: "/my-fines/{-$fineId}", params: { fineId } });
    else if (fineId) navigate({ to: "/fines/{-$fineId}", params: { fineId } });
    else if (MINE.has(notice.topic))
      navigate({ to: "/my-fines/{-$fineId}", params: { fineId: undefined } });
  };
  return (
    <>
      <p className="nt-bar">
        <button
          type="button"
          className="sd-btn"
          disabled={!pages.data.pages[0]?.unread || readingAll.isPending}
          onClick={() => readingAll.mutate()}
          data-testid="inbox-read-all"
        >
          <Trans>全部标为已读</Trans>
        </button>
      </p>
      <ul className="nt-list">
        {notices.map((notice) => (
          <Line key={notice.id} notice={notice} onOpen={() => open(notice)} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <button
          type="button"
          className="sd-btn"
          disabled={pages.isFetchingNextPage}
          onClick={() => pages.fetchNextPage()}
        >
          <Trans>更早的</Trans>
        </button>
      )}
    </>
  );
}
