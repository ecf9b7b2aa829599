import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useRouteContext, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Dispute, listDisputes, readDispute } from "@/api/disputes";
import { readFine } from "@/api/fines";
import { DisputeCard } from "@/shared/disputes/DisputeCard";
import { useCommands } from "@/shared/keys/commands";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { Decided } from "./Decided";
import { DisputeList } from "./DisputeList";
import { DisputeVerdict } from "./DisputeVerdict";
import { FineReview } from "./FineReview";
import "./fines.css";
import "./split.css";

function useDisputes() {
  const {
    list: status = "open",
    party,
    station,
  } = useSearch({ from: "/firm/disputes/{-$disputeId}" });
  const query = useInfiniteQuery({
    queryKey: ["disputes", status, party, station],
    queryFn: ({ pageParam }) => listDisputes({ status, party, station }, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const disputes = useMemo(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  return { status, party, query, disputes };
}

/** The dispute that the address names, also where the list's filter leaves it out. */
function useShown(disputes: Dispute[], openId: string | undefined) {
  const listed = disputes.find((each) => each.id === openId);
  const alone = useQuery({
    queryKey: ["disputes", "one", openId],
    queryFn: () => readDispute(openId ?? ""),
    enabled: openId !== undefined && !listed,
  });
  return listed ?? alone.data;
}

function Pane({ dispute, fineId }: { dispute: Dispute; fineId: string }) {
  const { session } = useRouteContext({ from: "/firm" });
  const detail = useQuery({ queryKey: ["fine", fineId], queryFn: () => readFine(fineId) });
  const mayDecide = session.permissions.includes("disputes_decide") && dispute.state === "open";
  return (
    <aside className="fi-split" aria-label={t`异议`}>
      <header>
        <h2>
          <Trans>异议</Trans>
        </h2>
        <span className="sd-muted">{dispute.fine.station_name}</span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <section className="fi-split-body" aria-label={t`异议和分摊`} tabIndex={0}>
        <DisputeCard dispute={dispute} />
        {detail.data?.attribution && (
          <Decided fine={detail.data} attribution={detail.data.attribution} mayReverse={false} />
        )}
      </section>
      {mayDecide && detail.data && (
        <DisputeVerdict key={dispute.id} dispute={dispute} fine={detail.data} />
      )}
    </aside>
  );
}

/** Whoever decides on disputes: what is overdue first, the fine beside it, the decision. */
export function DisputesPage() {
  const { disputeId } = useParams({ from: "/firm/disputes/{-$disputeId}" });
  const navigate = useNavigate({ from: "/disputes/{-$disputeId}" });
  const { status, party, query, disputes } = useDisputes();
  const openId = disputeId ?? disputes[0]?.id;
  const shown = useShown(disputes, openId);
  const index = disputes.findIndex((each) => each.id === openId);
  const fineId = shown?.fine.id;
  const detail = useQuery({
    queryKey: ["fine", fineId],
    queryFn: () => readFine(fineId ?? ""),
    enabled: fineId !== undefined,
  });
  const move = (by: number) => {
    const next = disputes[Math.max(0, Math.min(disputes.length - 1, index + by))];
    if (next)
      navigate({ params: { disputeId: next.id }, search: (before) => before, replace: true });
  };
  const press = (testId: string) =>
    document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.click();
  useCommands("disputes", [
    {
      id: "next",
      label: t`上下一笔`,
      keys: ["j", "ArrowDown"],
      hintKeys: ["j", "k"],
      run: () => move(1),
      isHint: true,
      isKeyOnly: true,
    },
    {
      id: "previous",
      label: t`上一笔`,
      keys: ["k", "ArrowUp"],
      run: () => move(-1),
      isKeyOnly: true,
    },
    { id: "decide", label: t`裁定`, keys: ["a"], run: () => press("verdict-save"), isHint: true },
  ]);
  return (
    <div className="fi">
      <DisputeList
        status={status}
        party={party}
        disputes={disputes}
        query={query}
        openId={openId}
      />
      <section className="fi-main" aria-label={t`罚款`}>
        {fineId && detail.isPending && <LoadingState label={t`正在读取罚款…`} />}
        {detail.isError && <ErrorState error={detail.error} onRetry={() => detail.refetch()} />}
        {detail.data && (
          <FineReview
            fine={detail.data}
            place={index + 1}
            total={disputes.length}
            shownDispute={shown?.id}
          />
        )}
        {!openId && query.isSuccess && (
          <EmptyState title={status === "open" ? t`没有等裁定的异议` : t`这里没有异议`}>
            <Trans>坐席或网点不认可定责时，异议会按期限排在这里。</Trans>
          </EmptyState>
        )}
      </section>
      {shown && fineId && <Pane dispute={shown} fineId={fineId} />}
    </div>
  );
}
