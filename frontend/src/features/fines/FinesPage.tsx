import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { listFines, readFine } from "@/api/fines";
import { useCommands } from "@/shared/keys/commands";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { BulkTold } from "./BulkTold";
import { FineList } from "./FineList";
import { FineReview } from "./FineReview";
import { SplitPane } from "./SplitPane";
import { useFineBulk } from "./useFineBulk";
import "./bulk.css";
import "./fines.css";
import "./split.css";

function useFines() {
  const search = useSearch({ from: "/firm/fines/{-$fineId}" });
  const filter = { ...search, status: search.status ?? ("undecided" as const) };
  const query = useInfiniteQuery({
    queryKey: ["fines", filter],
    queryFn: ({ pageParam }) => listFines(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const fines = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { filter, query, fines };
}

export function FinesPage() {
  const { fineId } = useParams({ from: "/firm/fines/{-$fineId}" });
  const navigate = useNavigate({ from: "/fines/{-$fineId}" });
  const { filter, query, fines } = useFines();
  const bulk = useFineBulk(fines);
  const openId = fineId ?? fines[0]?.id;
  const index = fines.findIndex((fine) => fine.id === openId);
  const detail = useQuery({
    queryKey: ["fine", openId],
    queryFn: () => readFine(openId ?? ""),
    enabled: openId !== undefined,
  });
  const show = (id: string | undefined) =>
    navigate({ params: { fineId: id }, search: (before) => before, replace: true });
  const move = (by: number) => {
    const next = fines[Math.max(0, Math.min(fines.length - 1, index + by))];
    if (next) show(next.id);
  };
  const press = (testId: string) =>
    document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.click();
  useCommands("fines", [
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
    {
      id: "mark",
      label: t`选中`,
      keys: ["x"],
      run: () => openId && bulk.toggle(openId),
      isHint: true,
    },
    { id: "approve", label: t`通过`, keys: ["a"], run: () => press("approve"), isHint: true },
    { id: "change", label: t`改判`, keys: ["d"], run: () => press("change-cause"), isHint: true },
    { id: "reverse", label: t`冲回`, keys: ["Shift+r"], run: () => press("reverse") },
  ]);
  return (
    <div className="fi">
      <FineList filter={filter} fines={fines} query={query} openId={openId} bulk={bulk} />
      {bulk.told && <BulkTold told={bulk.told} onClose={bulk.forget} />}
      <section className="fi-main" aria-label={t`罚款`}>
        {openId && detail.isPending && <LoadingState label={t`正在读取罚款…`} />}
        {detail.isError && <ErrorState error={detail.error} onRetry={() => detail.refetch()} />}
        {detail.data && <FineReview fine={detail.data} place={index + 1} total={fines.length} />}
        {!openId && query.isSuccess && (
          <EmptyState title={filter.status === "undecided" ? t`没有待定责的罚款` : t`这里没有罚款`}>
            <Trans>从“导入”读入总部账单后，新的罚款会排在这里。</Trans>
          </EmptyState>
        )}
      </section>
      {detail.data && (
        <SplitPane
          key={detail.data.id + detail.data.status}
          fine={detail.data}
          onDecided={() => move(1)}
        />
      )}
    </div>
  );
}
