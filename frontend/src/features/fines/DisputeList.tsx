import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Dispute, DisputePage } from "@/api/disputes";
import { disputeWord } from "@/shared/disputes/words";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { partyWord } from "@/shared/words/words";

function Item({ dispute, isOpen }: { dispute: Dispute; isOpen: boolean }) {
  const by = dayAndTime(dispute.decide_by);
  return (
    <li>
      <Link
        to="/disputes/{-$disputeId}"
        params={{ disputeId: dispute.id }}
        search={(before) => before}
        className="fi-item"
        data-cursor={isOpen || undefined}
        aria-current={isOpen ? "true" : undefined}
        data-testid="dispute-row"
        data-dispute-id={dispute.id}
      >
        <b>
          {partyWord(dispute.party)} {dispute.raised_by}
        </b>
        <b className="sd-num">{formatYuan(dispute.asked_fen)}</b>
        <span className="sd-muted">{dispute.fine.name}</span>
        <span className={dispute.is_overdue ? "sd-over fi-when" : "sd-muted fi-when"}>
          {dispute.state === "open" ? (
            <Trans>{by} 前</Trans>
          ) : (
            disputeWord(dispute.state, dispute.is_overdue)
          )}
        </span>
      </Link>
    </li>
  );
}

interface DisputeListProps {
  status: "open" | "ended";
  party: Dispute["party"] | undefined;
  disputes: Dispute[];
  query: UseInfiniteQueryResult<InfiniteData<DisputePage>>;
  openId: string | undefined;
}

export function DisputeList({ status, party, disputes, query, openId }: DisputeListProps) {
  const navigate = useNavigate({ from: "/disputes/{-$disputeId}" });
  const first = query.data?.pages[0];
  const overdue = first?.overdue_count ?? 0;
  return (
    <nav className="fi-list" aria-label={t`异议列表`}>
      <header>
        <h1>
          <Trans>异议</Trans>
        </h1>
        <span className="sd-muted">{first?.open_count ?? 0}</span>
        {overdue > 0 && (
          <b className="sd-over" data-testid="disputes-overdue">
            <Trans>{overdue} 个逾期</Trans>
          </b>
        )}
      </header>
      <div className="fi-tabs">
        {(["open", "ended"] as const).map((each) => (
          <Link
            key={each}
            to="/disputes/{-$disputeId}"
            params={{ disputeId: undefined }}
            search={(before) => ({ ...before, list: each })}
            data-current={each === status || undefined}
            aria-current={each === status ? "true" : undefined}
            data-testid={`disputes-${each}`}
          >
            {each === "open" ? <Trans>等裁定</Trans> : <Trans>已了结</Trans>}
          </Link>
        ))}
        <select
          className="sd-select fi-filter"
          aria-label={t`谁提出的`}
          value={party ?? ""}
          onChange={(event) => {
            const chosen = (event.target.value || undefined) as Dispute["party"] | undefined;
            navigate({ search: (before) => ({ ...before, party: chosen }) });
          }}
        >
          <option value="">{t`全部`}</option>
          <option value="agent">{partyWord("agent")}</option>
          <option value="station">{partyWord("station")}</option>
        </select>
      </div>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      <ul>
        {disputes.map((each) => (
          <Item key={each.id} dispute={each} isOpen={each.id === openId} />
        ))}
      </ul>
      {query.hasNextPage && (
        <button type="button" className="sd-btn fi-more" onClick={() => query.fetchNextPage()}>
          <Trans>再读一页</Trans>
        </button>
      )}
    </nav>
  );
}
