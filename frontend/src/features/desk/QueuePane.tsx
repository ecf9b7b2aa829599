import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import { useCallback } from "react";
import type { CaseFilter, CaseView } from "@/api/cases";
import { Keycap } from "@/shared/ui/Icon";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { BulkBar } from "./BulkBar";
import { FilterBar } from "./FilterBar";
import { QueueGrid } from "./QueueGrid";
import type { useBulk } from "./useBulk";
import type { useQueue } from "./useQueue";

function viewWord(view: CaseView): string {
  return {
    all: t`全部未结`,
    mine: t`我认领的`,
    unclaimed: t`未认领`,
    forgotten: t`久未动`,
    due_soon: t`30 分内到时`,
    overdue: t`已超时`,
  }[view];
}

function Nothing({ filter, onCreate }: { filter: CaseFilter; onCreate: () => void }) {
  if (filter.q) {
    const query = filter.q;
    return (
      <EmptyState title={t`没有找到“${query}”`}>
        <Trans>号码请写全，或清除筛选再看；没有工作项的件可以新建。</Trans>{" "}
        <button type="button" className="sd-btn" onClick={onCreate}>
          <Trans>新建工作项</Trans>
        </button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t`这个视图里没有工作项`}>
      <Trans>
        按 <Keycap>n</Keycap> 认领下一件，或在左边换一个视图。
      </Trans>
    </EmptyState>
  );
}

interface QueuePaneProps {
  filter: CaseFilter;
  queue: ReturnType<typeof useQueue>;
  cursor: number;
  selected: ReadonlySet<string>;
  onOpen: (index: number) => void;
  onCreate: () => void;
  bulk: ReturnType<typeof useBulk>;
  onClear: () => void;
}

function Body({ filter, queue, cursor, selected, onOpen, onCreate }: QueuePaneProps) {
  const { query, rows, gone } = queue;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (query.isPending) return <LoadingState label={t`正在读取队列…`} />;
  if (query.isError && rows.length === 0)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (rows.length === 0) return <Nothing filter={filter} onCreate={onCreate} />;
  return (
    <QueueGrid
      rows={rows}
      cursor={cursor}
      selected={selected}
      gone={gone}
      onOpen={onOpen}
      onNearEnd={onNearEnd}
    />
  );
}

export function QueuePane(props: QueuePaneProps) {
  const { filter, queue, cursor, selected, onCreate, bulk, onClear } = props;
  const total = queue.rows.length;
  const more = queue.query.hasNextPage ? "+" : "";
  const place = cursor + 1;
  const chosen = queue.rows.filter((row) => selected.has(row.id));
  return (
    <section className="dk-queue" aria-label={t`队列`}>
      <header className="dk-queue-head">
        <h1>{viewWord(filter.view)}</h1>
        <span className="sd-muted">
          {total}
          {more}
        </span>
        <span className="dk-spring" />
        {queue.arrivedCount > 0 && (
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            onClick={queue.refresh}
            data-testid="arrived"
          >
            <b>
              <Plural value={queue.arrivedCount} one="# 条新到" other="# 条新到" /> ↑
            </b>
          </button>
        )}
        <button type="button" className="sd-btn dk-new" onClick={onCreate} data-testid="new-case">
          <Trans>新建</Trans>
        </button>
      </header>
      <FilterBar filter={filter} />
      <Body {...props} />
      {chosen.length > 0 && <BulkBar rows={chosen} bulk={bulk} onClear={onClear} />}
      <footer className="dk-queue-foot">
        {total > 0 && (
          <Trans>
            第 {place} 条，已读 {`${total}${more}`} 条
          </Trans>
        )}
      </footer>
    </section>
  );
}
