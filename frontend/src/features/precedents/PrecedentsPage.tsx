import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { listPrecedents, type Precedent, withdrawPrecedent } from "@/api/precedents";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { carrierWord, kindWord } from "@/shared/words/words";
import { factsOf } from "./words";
import "./precedents.css";

const KINDS = [
  "problem_parcel",
  "message",
  "work_order",
  "arbitration",
  "complaint",
  "penalty_appeal",
  "reissue",
  "driver_help",
  "pickup_order",
  "interception",
  "chase",
  "inquiry",
];

function Entry({ precedent, mayWithdraw }: { precedent: Precedent; mayWithdraw: boolean }) {
  const queries = useQueryClient();
  const withdrawing = useMutation({
    mutationFn: () => withdrawPrecedent(precedent.id),
    onSuccess: () => {
      const title = precedent.title;
      notify(t`已撤出：${title}`);
    },
    onError: (error) => notifyRefusal(errorText(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["precedents"] }),
  });
  return (
    <article className="pr-entry" data-testid="precedent">
      <header>
        <h2>{precedent.title}</h2>
        <span className="sd-muted">
          {kindWord(precedent.kind)} · {carrierWord(precedent.carrier)}
        </span>
        {precedent.tags.map((tag) => (
          <span key={tag} className="sd-chip">
            {tag}
          </span>
        ))}
      </header>
      <p className="pr-lesson">{precedent.lesson}</p>
      <footer className="sd-muted">
        <span>
          {factsOf(precedent)} · {precedent.marked_by}
        </span>
        {precedent.case_id && (
          <Link to="/desk/{-$caseId}" params={{ caseId: precedent.case_id }}>
            {precedent.case_number}
          </Link>
        )}
        {mayWithdraw && precedent.case_id && (
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            disabled={withdrawing.isPending}
            onClick={() => withdrawing.mutate()}
          >
            <Trans>撤出</Trans>
          </button>
        )}
      </footer>
    </article>
  );
}

/** 案例档案: what closed cases taught, found by words of two characters and more. */
export function PrecedentsPage() {
  const { session } = useRouteContext({ from: "/firm" });
  const [words, setWords] = useState("");
  const [kind, setKind] = useState("");
  const wanted = useDeferredValue(words.trim());
  const query = useInfiniteQuery({
    queryKey: ["precedents", wanted, kind],
    queryFn: ({ pageParam }) => listPrecedents(wanted, kind, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const mayWithdraw = session.permissions.includes("cases_supervise");
  return (
    <div className="pr">
      <header className="pr-head">
        <h1>
          <Trans>案例档案</Trans>
        </h1>
        <input
          className="sd-input"
          type="search"
          aria-label={t`搜案例`}
          placeholder={t`破损、驿站、拒收…`}
          value={words}
          maxLength={100}
          onChange={(event) => setWords(event.target.value)}
          data-testid="precedent-search"
        />
        <select
          className="sd-select"
          aria-label={t`类型`}
          value={kind}
          onChange={(event) => setKind(event.target.value)}
        >
          <option value="">{t`全部类型`}</option>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {kindWord(each)}
            </option>
          ))}
        </select>
      </header>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState title={wanted || kind ? t`没有符合的案例` : t`档案里还没有案例`}>
          {wanted.length === 1
            ? t`至少输两个字。`
            : t`组长打开已办结的工作项，在最下面“收入案例档案”。`}
        </EmptyState>
      )}
      {items.map((each) => (
        <Entry key={each.id} precedent={each} mayWithdraw={mayWithdraw} />
      ))}
      {query.hasNextPage && (
        <button
          type="button"
          className="sd-btn"
          disabled={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >
          <Trans>再看 50 件</Trans>
        </button>
      )}
    </div>
  );
}
