import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { Cause, FineRow } from "@/api/fines";
import type { Swatch } from "@/shared/custody/layout";
import { SwatchMark } from "@/shared/custody/SwatchMark";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { shortStation } from "@/shared/words/station";
import { causeWord, statusWord } from "@/shared/words/words";

const STATUSES: FineRow["status"][] = ["undecided", "attributed", "reversed"];
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

function FineItem({ fine, isOpen }: { fine: FineRow; isOpen: boolean }) {
  const host = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isOpen) host.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <li>
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
        <b>
          {shortStation(fine.station.name)} · {fine.name}
        </b>
        <b className="sd-num">{formatYuan(fine.amount_fen)}</b>
        <span className="sd-muted">{fine.note || fine.waybill || fine.bill_no}</span>
        <CauseMark cause={fine.cause ?? fine.proposed_cause} />
      </Link>
    </li>
  );
}

/** The appeal that runs out first among those shown. */
function firstAppeal(fines: FineRow[]): FineRow | undefined {
  return fines
    .filter((fine) => fine.appeal_due_at && fine.status === "undecided")
    .sort((a, b) => (a.appeal_due_at ?? "").localeCompare(b.appeal_due_at ?? ""))[0];
}

interface FineListProps {
  status: FineRow["status"];
  fines: FineRow[];
  query: Pick<
    UseInfiniteQueryResult,
    "isPending" | "isError" | "error" | "hasNextPage" | "fetchNextPage" | "refetch"
  >;
  openId: string | undefined;
}

export function FineList({ status, fines, query, openId }: FineListProps) {
  const total = fines.reduce((sum, fine) => sum + fine.amount_fen, 0);
  const appeal = firstAppeal(fines);
  const count = fines.length;
  const appealAt = appeal?.appeal_due_at ? dayAndTime(appeal.appeal_due_at) : "";
  const appealWhat = appeal ? `${appeal.station.name} ${formatYuan(appeal.amount_fen)}` : "";
  return (
    <nav className="fi-list" aria-label={t`罚款列表`}>
      <header>
        <h1>{statusWord(status)}</h1>
        <span className="sd-muted">
          <Trans>{count} 笔</Trans>
        </span>
        <b>{formatYuan(total)}</b>
      </header>
      <div className="fi-tabs">
        {STATUSES.map((each) => (
          <Link
            key={each}
            to="/fines/{-$fineId}"
            params={{ fineId: undefined }}
            search={{ status: each }}
            data-current={each === status || undefined}
            aria-current={each === status ? "true" : undefined}
            data-testid={`fines-${each}`}
          >
            {statusWord(each)}
          </Link>
        ))}
      </div>
      {query.isPending && <LoadingState label={t`正在读取罚款…`} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      <ul>
        {fines.map((fine) => (
          <FineItem key={fine.id} fine={fine} isOpen={fine.id === openId} />
        ))}
      </ul>
      {query.hasNextPage && (
        <button type="button" className="sd-btn fi-more" onClick={() => query.fetchNextPage()}>
          <Trans>再读一页</Trans>
        </button>
      )}
      {appeal && (
        <p className="sd-label fi-appeal">
          <Trans>
            申诉期最近：{appealAt}，{appealWhat}
          </Trans>
        </p>
      )}
    </nav>
  );
}
