import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { listOwnFines, type OwnFine, readOwnFine } from "@/api/ownFines";
import { disputeWord } from "@/shared/disputes/words";
import { useCommands } from "@/shared/keys/commands";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { CauseMark } from "./FineList";
import { OwnFineReview, OwnFineSplit } from "./OwnFine";
import "./fines.css";
import "./split.css";

function state(fine: OwnFine): string {
  if (fine.dispute_state) return disputeWord(fine.dispute_state);
  return fine.is_standing ? "" : t`已撤回`;
}

function Item({ fine, isOpen }: { fine: OwnFine; isOpen: boolean }) {
  return (
    <li>
      <Link
        to="/my-fines/{-$fineId}"
        params={{ fineId: fine.id }}
        className="fi-item"
        data-cursor={isOpen || undefined}
        aria-current={isOpen ? "true" : undefined}
        data-testid="own-fine-row"
        data-fine-id={fine.id}
      >
        <b>{fine.name}</b>
        <b className={`sd-num ${fine.is_standing ? "" : "sd-zero"}`}>
          {formatYuan(fine.share_fen)}
        </b>
        <span className="sd-muted">
          {dayAndTime(fine.decided_at)} {state(fine)}
        </span>
        <CauseMark cause={fine.cause} />
      </Link>
    </li>
  );
}

/** What was decided about whoever is signed in: his share, why, and his right to object. */
export function OwnFinesPage() {
  const { fineId } = useParams({ from: "/firm/my-fines/{-$fineId}" });
  const navigate = useNavigate({ from: "/my-fines/{-$fineId}" });
  const query = useInfiniteQuery({
    queryKey: ["own-fines"],
    queryFn: ({ pageParam }) => listOwnFines(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const fines = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const openId = fineId ?? fines[0]?.id;
  const index = fines.findIndex((fine) => fine.id === openId);
  const detail = useQuery({
    queryKey: ["own-fine", openId],
    queryFn: () => readOwnFine(openId ?? ""),
    enabled: openId !== undefined,
  });
  const move = (by: number) => {
    const next = fines[Math.max(0, Math.min(fines.length - 1, index + by))];
    if (next) navigate({ params: { fineId: next.id }, replace: true });
  };
  useCommands("own-fines", [
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
  ]);
  const month = formatYuan(query.data?.pages[0]?.month_fen ?? 0);
  return (
    <div className="fi">
      <nav className="fi-list" aria-label={t`我的定责`}>
        <header>
          <h1>
            <Trans>我的定责</Trans>
          </h1>
          <b data-testid="own-month">
            <Trans>本月 {month}</Trans>
          </b>
        </header>
        {query.isPending && <LoadingState />}
        {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        <ul>
          {fines.map((fine) => (
            <Item key={fine.id} fine={fine} isOpen={fine.id === openId} />
          ))}
        </ul>
        {query.hasNextPage && (
          <button type="button" className="sd-btn fi-more" onClick={() => query.fetchNextPage()}>
            <Trans>再读一页</Trans>
          </button>
        )}
      </nav>
      <section className="fi-main" aria-label={t`罚款`}>
        {openId && detail.isPending && <LoadingState label={t`正在读取罚款…`} />}
        {detail.isError && <ErrorState error={detail.error} onRetry={() => detail.refetch()} />}
        {detail.data && <OwnFineReview fine={detail.data} />}
        {!openId && query.isSuccess && (
          <EmptyState title={t`没有定到您头上的罚款`}>
            <Trans>有罚款由您承担一部分时，金额、原因和异议期限会写在这里。</Trans>
          </EmptyState>
        )}
      </section>
      {detail.data && <OwnFineSplit key={detail.data.id} fine={detail.data} />}
    </div>
  );
}
