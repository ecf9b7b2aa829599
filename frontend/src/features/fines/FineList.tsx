import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type UseInfiniteQueryResult, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Cause } from "@/api/causes";
import { type FineFilter, type FineRow, type FineStatus, sumFines } from "@/api/fines";
import type { Swatch } from "@/shared/custody/layout";
import { SwatchMark } from "@/shared/custody/SwatchMark";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { shortStation } from "@/shared/words/station";
import { causeWord, statusWord } from "@/shared/words/words";
import { FineBulk } from "./FineBulk";
import { FineFilters, isNarrowed } from "./FineFilters";
import { MarkChip } from "./MarkLine";
import type { useFineBulk } from "./useFineBulk";

const STATUSES: FineStatus[] = ["undecided", "waiting", "attributed", "reversed"];

/** `waiting` is the approval's here, not a queue's. */
const tabWord = (status: FineStatus) => (status === "waiting" ? t`待复核` : statusWord(status));

const CAUSE_SWATCHES: Record<Cause, Swatch> = {
  agent_negligence: "mine",
  firm_process: "queue",
  station_operation: "station",
  counterparty: "outside",
  customer: "outside",
  carrier_error: "intake",
  force_majeure: "outside",
};

export function CauseMark({ cause }: { cause: Cause | null }) {
  if (!cause) return <span className="sd-holder sd-muted">{t`待定`}</span>;
  return (
    <span className="sd-holder">
      <SwatchMark swatch={CAUSE_SWATCHES[cause] ?? "outside"} />
      <span>{causeWord(cause)}</span>
    </span>
  );
}

interface FineItemProps {
  fine: FineRow;
  isOpen: boolean;
  isMarked: boolean;
  onMark: () => void;
}

function FineItem({ fine, isOpen, isMarked, onMark }: FineItemProps) {
  const what = `${shortStation(fine.station.name)} · ${fine.name}`;
  const host = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isOpen) host.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <li className="fi-line">
      <input
        type="checkbox"
        checked={isMarked}
        onChange={onMark}
        aria-label={t`选中 ${what}`}
        data-testid="fine-check"
      />
      <Link
        ref={host}
        to="/fines/{-$fineId}"
        params={{ fineId: fine.id }}
        search={(before) => before}
        className="fi-item"
        data-cursor={isOpen || undefined}
        aria-current={isOpen ? "true" : undefined}
        data-testid="fine-row"
        data-fine-id={fine.id}
      >
        <b>{what}</b>
        <b className="sd-num">{formatYuan(fine.amount_fen)}</b>
        <span className="sd-muted">
          <MarkChip mark={fine.mark} /> {fine.note || fine.waybill || fine.bill_no}
        </span>
        <CauseMark cause={fine.cause ?? fine.proposed_cause} />
      </Link>
    </li>
  );
}

interface FineListProps {
  filter: FineFilter & { status: FineStatus };
  fines: FineRow[];
  query: Pick<
    UseInfiniteQueryResult,
    "isPending" | "isError" | "error" | "hasNextPage" | "fetchNextPage" | "refetch"
  >;
  openId: string | undefined;
  bulk: ReturnType<typeof useFineBulk>;
}

export function FineList({ filter, fines, query, openId, bulk }: FineListProps) {
  const { status } = filter;
  const [isFiltering, setFiltering] = useState(isNarrowed(filter));
  const sums = useQuery({ queryKey: ["fine-sums", filter], queryFn: () => sumFines(filter) });
  const count = sums.data?.fines ?? fines.length;
  const appealAt = sums.data?.next_appeal_due_at ? dayAndTime(sums.data.next_appeal_due_at) : "";
  const isAllMarked = fines.length > 0 && fines.every((fine) => bulk.isMarked(fine.id));
  const shown = fines.length;
  return (
    <nav className="fi-list" aria-label={t`罚款列表`}>
      <header>
        <h1>{tabWord(status)}</h1>
        <span className="sd-muted">
          <Trans>{count} 笔</Trans>
        </span>
        <b>{formatYuan(sums.data?.amount_fen ?? 0)}</b>
      </header>
      <div className="fi-tabs">
        {STATUSES.map((each) => (
          <Link
            key={each}
            to="/fines/{-$fineId}"
            params={{ fineId: undefined }}
            search={(before) => ({ ...before, status: each })}
            data-current={each === status || undefined}
            aria-current={each === status ? "true" : undefined}
            data-testid={`fines-${each}`}
          >
            {tabWord(each)}
          </Link>
        ))}
      </div>
      <div className="fi-tools">
        <label>
          <input
            type="checkbox"
            checked={isAllMarked}
            onChange={() => (isAllMarked ? bulk.clear() : bulk.markAll())}
            disabled={shown === 0}
            data-testid="mark-all"
          />
          <Trans>全选 {shown} 笔</Trans>
        </label>
        <button
          type="button"
          className="sd-btn"
          data-variant="link"
          aria-expanded={isFiltering}
          onClick={() => setFiltering((before) => !before)}
          data-testid="filter-open"
        >
          {isNarrowed(filter) ? t`筛选中` : t`筛选`}
        </button>
      </div>
      {isFiltering && <FineFilters filter={filter} />}
      {query.isPending && <LoadingState label={t`正在读取罚款…`} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      <ul>
        {fines.map((fine) => (
          <FineItem
            key={fine.id}
            fine={fine}
            isOpen={fine.id === openId}
            isMarked={bulk.isMarked(fine.id)}
            onMark={() => bulk.toggle(fine.id)}
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <button type="button" className="sd-btn fi-more" onClick={() => query.fetchNextPage()}>
          <Trans>再读一页</Trans>
        </button>
      )}
      {appealAt && (
        <p className="sd-label fi-appeal">
          <Trans>申诉期最近：{appealAt}</Trans>
        </p>
      )}
      <FineBulk bulk={bulk} />
    </nav>
  );
}
