import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Gap, StationGaps } from "@/api/gaps";
import { Countdown } from "@/shared/clock/Countdown";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { gapWord } from "@/shared/words/words";
import type { GapGroup, useGaps } from "./useGaps";

function GapRow({
  gap,
  isCurrent,
  onShow,
}: {
  gap: Gap;
  isCurrent: boolean;
  onShow: (waybill: string) => void;
}) {
  const host = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isCurrent) host.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  return (
    <tr
      ref={host}
      data-cursor={isCurrent || undefined}
      data-testid="gap-row"
      data-waybill={gap.waybill}
      data-gap={gap.gap}
    >
      <td>
        <button
          type="button"
          className="gp-waybill"
          onClick={() => onShow(gap.waybill)}
          aria-pressed={isCurrent}
        >
          <Waybill value={gap.waybill} />
        </button>
      </td>
      <td>{gap.courier ?? "—"}</td>
      <td>{dayAndTime(gap.since)}</td>
      <td className="sd-num">
        <Countdown dueAt={gap.due_at} variant="gap" />
      </td>
      <td className="sd-num">
        {gap.case_id ? (
          <Link to="/desk/{-$caseId}" params={{ caseId: gap.case_id }} search={{ view: "all" }}>
            <Trans>打开</Trans>
          </Link>
        ) : (
          <Unopened gap={gap} />
        )}
      </td>
    </tr>
  );
}

/** No case known here: an overdue one is looked up by its waybill. */
function Unopened({ gap }: { gap: Gap }) {
  if (!gap.is_overdue) return <span className="sd-muted">{t`未到时`}</span>;
  return (
    <Link
      to="/desk/{-$caseId}"
      params={{ caseId: undefined }}
      search={{ view: "all", q: gap.waybill }}
    >
      <Trans>查找</Trans>
    </Link>
  );
}

interface GroupProps {
  group: GapGroup;
  current: string | undefined;
  onShow: (waybill: string) => void;
  onUnfold: () => void;
}

function Group({ group, current, onShow, onUnfold }: GroupProps) {
  const { overdue, folded } = group;
  const waiting = group.total - overdue;
  return (
    <tbody>
      <tr className="gp-group">
        <th colSpan={5} scope="rowgroup">
          {gapWord(group.kind)} <span>{group.total}</span>
          <span className="sd-label">{t`逾期 ${overdue}，未到时 ${waiting}`}</span>
        </th>
      </tr>
      {group.shown.map((gap) => (
        <GapRow key={gap.waybill} gap={gap} isCurrent={gap.waybill === current} onShow={onShow} />
      ))}
      {folded > 0 && (
        <tr>
          <td colSpan={5}>
            <button type="button" className="sd-btn" data-variant="link" onClick={onUnfold}>
              <Trans>另 {folded} 件，展开</Trans>
            </button>
          </td>
        </tr>
      )}
    </tbody>
  );
}

interface GapListProps {
  row: StationGaps;
  gaps: ReturnType<typeof useGaps>;
  current: string | undefined;
  onShow: (waybill: string) => void;
}

/** The named waybills, one group a gap, the overdue ones first. */
export function GapList({ row, gaps, current, onShow }: GapListProps) {
  const { query, groups, unfold } = gaps;
  if (query.isPending) return <LoadingState label={t`正在读取差异…`} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (groups.length === 0) {
    const name = row.station.name;
    return (
      <EmptyState
        title={t`${name} 没有差异`}
      >{t`发来的都到了，到了的都派了，派了的都签了。`}</EmptyState>
    );
  }
  return (
    <div className="gp-list">
      <table className="gp-table">
        <thead>
          <tr>
            <th>{t`运单号`}</th>
            <th>{t`业务员`}</th>
            <th>{t`始于`}</th>
            <th className="sd-num">{t`时限`}</th>
            <th className="sd-num">{t`工作项`}</th>
          </tr>
        </thead>
        {groups.map((group) => (
          <Group
            key={group.kind}
            group={group}
            current={current}
            onShow={onShow}
            onUnfold={() => unfold(group.kind)}
          />
        ))}
      </table>
      {query.hasNextPage && (
        <button
          type="button"
          className="sd-btn gp-more"
          onClick={() => query.fetchNextPage()}
          disabled={query.isFetchingNextPage}
        >
          <Trans>再读一页</Trans>
        </button>
      )}
    </div>
  );
}
