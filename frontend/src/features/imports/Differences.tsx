import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  type Difference,
  type DifferenceResult,
  listDifferences,
  openMissing,
  readReconciliation,
  settleDifference,
} from "@/api/mappings";
import { readersHalf } from "@/shared/i18n/locale";
import { dayAndTime } from "@/shared/time/time";
import { notify } from "@/shared/ui/notices";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";

const RESULTS: DifferenceResult[] = ["only_hq", "only_ours", "answered_here", "due_differs"];

function resultWord(result: DifferenceResult): string {
  if (result === "only_hq") return t`总部有，我方没有`;
  if (result === "only_ours") return t`我方未结，总部没有`;
  if (result === "answered_here") return t`我方已答复，总部仍未结`;
  return t`时限不一样`;
}

function useSettling(id: string) {
  const queries = useQueryClient();
  const again = () => {
    queries.invalidateQueries({ queryKey: ["differences", id] });
    queries.invalidateQueries({ queryKey: ["reconciliation", id] });
    queries.invalidateQueries({ queryKey: ["reconciliations"] });
  };
  const settle = useMutation({
    mutationFn: (given: { itemId: string; how: string }) =>
      settleDifference(id, given.itemId, given.how),
    onSettled: again,
  });
  const open = useMutation({
    mutationFn: (itemIds: string[]) => openMissing(id, itemIds),
    onSuccess: (told) => {
      const opened = told.filter((each) => each.is_opened).length;
      const stored = told.find((each) => !each.is_opened)?.refusal;
      const refused = stored && readersHalf(stored);
      notify(refused ? t`开了 ${opened} 件；${refused}` : t`开了 ${opened} 件`);
    },
    onSettled: again,
  });
  return { settle, open };
}

function Settle({ item, onSettle }: { item: Difference; onSettle: (how: string) => void }) {
  const [how, setHow] = useState("");
  return (
    <form
      className="rc-settle"
      onSubmit={(event) => {
        event.preventDefault();
        if (how.trim()) onSettle(how.trim());
      }}
    >
      <input
        className="sd-input"
        aria-label={t`怎样核清的`}
        placeholder={t`怎样核清的`}
        value={how}
        onChange={(event) => setHow(event.target.value)}
        data-testid={`settle-${item.id}`}
      />
      <button type="submit" className="sd-btn" disabled={!how.trim()}>
        <Trans>核清</Trans>
      </button>
    </form>
  );
}

function Row({ item, settling }: { item: Difference; settling: ReturnType<typeof useSettling> }) {
  const line = item.row_number;
  return (
    <tr data-testid="difference" data-result={item.result} data-settled={item.settled_at ?? ""}>
      <td>{item.station_name}</td>
      <td>
        {item.waybill && <Waybill value={item.waybill} />}
        {item.order_no && <div className="sd-muted">{item.order_no}</div>}
      </td>
      <td>
        {item.case_id ? (
          <Link to="/desk/{-$caseId}" params={{ caseId: item.case_id }}>
            {item.case_number}
          </Link>
        ) : (
          <span className="sd-muted">{line ? t`清单第 ${line} 行` : "—"}</span>
        )}
      </td>
      <td>
        {item.hq_due_at ? dayAndTime(item.hq_due_at) : "—"}
        {item.our_due_at && <div className="sd-muted">{dayAndTime(item.our_due_at)}</div>}
      </td>
      <td>
        {item.settled_at ? (
          <span className="sd-muted">
            {item.settled_how === "opened" ? t`已开工作项` : item.settled_how} ·{" "}
            {item.settled_by_name}
          </span>
        ) : (
          <div className="rc-actions">
            {item.result === "only_hq" && (
              <button
                type="button"
                className="sd-btn"
                onClick={() => settling.open.mutate([item.id])}
                data-testid="open-missing"
              >
                <Trans>开工作项</Trans>
              </button>
            )}
            <Settle
              item={item}
              onSettle={(how) => settling.settle.mutate({ itemId: item.id, how })}
            />
          </div>
        )}
      </td>
    </tr>
  );
}

export function Differences({ id }: { id: string }) {
  const [result, setResult] = useState<DifferenceResult | null>(null);
  const settling = useSettling(id);
  const head = useQuery({
    queryKey: ["reconciliation", id],
    queryFn: () => readReconciliation(id),
  });
  const query = useInfiniteQuery({
    queryKey: ["differences", id, result],
    queryFn: ({ pageParam }) => listDifferences(id, result, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  if (head.isPending || query.isPending) return <LoadingState />;
  if (head.isError) return <ErrorState error={head.error} onRetry={() => head.refetch()} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  const { hq_open: hq, ours_open: ours, matched, by_result: left } = head.data;
  const missing = items.filter((each) => each.result === "only_hq" && !each.settled_at);
  return (
    <article className="im-batch" data-testid="reconciliation">
      <header>
        <h2>
          <Trans>
            总部未结 {hq}，我方未结 {ours}，相同 {matched}
          </Trans>
        </h2>
        <span className="sd-muted">{head.data.file_name}</span>
      </header>
      <div className="sd-seg" role="radiogroup" aria-label={t`看哪一种`}>
        {[null, ...RESULTS].map((each) => (
          <label key={each ?? "all"}>
            <input
              type="radio"
              name="difference-result"
              checked={result === each}
              onChange={() => setResult(each)}
            />
            {each ? `${resultWord(each)} ${left[each] ?? 0}` : t`全部`}
          </label>
        ))}
      </div>
      {missing.length > 1 && (
        <div>
          <button
            type="button"
            className="sd-btn"
            onClick={() => settling.open.mutate(missing.map((each) => each.id))}
          >
            <Trans>把总部有而我方没有的 {missing.length} 件都开出来</Trans>
          </button>
        </div>
      )}
      {settling.settle.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(settling.settle.error)}
        </p>
      )}
      {items.length === 0 ? (
        <p className="sd-muted">
          <Trans>没有不一样的。</Trans>
        </p>
      ) : (
        <div className="im-scroll">
          <table className="sd-table rc-table">
            <thead>
              <tr>
                <th>{t`网点`}</th>
                <th>{t`运单号 / 总部单号`}</th>
                <th>{t`工作项`}</th>
                <th>{t`总部时限 / 我方时限`}</th>
                <th>{t`核清`}</th>
              </tr>
            </thead>
            <tbody>
              {RESULTS.filter((each) => items.some((item) => item.result === each)).map((each) => [
                <tr key={each} className="rc-group">
                  <th colSpan={5} scope="colgroup">
                    {resultWord(each)}
                  </th>
                </tr>,
                ...items
                  .filter((item) => item.result === each)
                  .map((item) => <Row key={item.id} item={item} settling={settling} />),
              ])}
            </tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && (
        <button type="button" className="sd-btn" onClick={() => query.fetchNextPage()}>
          <Trans>再读一页</Trans>
        </button>
      )}
    </article>
  );
}
