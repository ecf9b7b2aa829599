import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { type ImportBatch, isRunning, listRejects, readImport, rejectsUrl } from "@/api/imports";
import { localised, readersHalf } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { statusWord } from "@/shared/words/words";
import { importKindWord } from "./kinds";
import { MappingView } from "./MappingView";
import { Progress } from "./Progress";

const WATCH_MS = 1_000;

function Count({
  label,
  value,
  testId,
  isBad = false,
}: {
  label: string;
  value: number | null;
  testId: string;
  isBad?: boolean;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd data-testid={testId} className={isBad && value ? "sd-over" : undefined}>
        {value === null ? "—" : value.toLocaleString("en-US")}
      </dd>
    </div>
  );
}

function Counts({ batch }: { batch: ImportBatch }) {
  const total = formatYuan(batch.total_fen ?? 0);
  const accepted = formatYuan(batch.accepted_fen ?? 0);
  const duplicate = formatYuan(batch.duplicate_fen ?? 0);
  const rejected = formatYuan(batch.rejected_fen ?? 0);
  const unreadable = batch.unreadable_amount_rows ?? 0;
  return (
    <>
      <dl className="im-counts">
        <Count label={t`行`} value={batch.rows} testId="count-rows" />
        <Count label={t`收下`} value={batch.accepted} testId="count-accepted" />
        <Count label={t`重复`} value={batch.duplicates} testId="count-duplicates" />
        <Count label={t`拒收`} value={batch.rejected} testId="count-rejected" isBad />
      </dl>
      {batch.kind === "bill" && batch.total_fen != null && (
        <p data-testid="bill-sum">
          <Trans>
            合计 {total} = 入账 {accepted} + 重复 {duplicate} + 待修正 {rejected}
          </Trans>
          {unreadable > 0 && (
            <>
              {" · "}
              <Trans>{unreadable} 行金额读不出</Trans>
            </>
          )}
        </p>
      )}
      {batch.accepted === 0 && (batch.duplicates ?? 0) > 0 && (
        <p className="sd-muted">
          <Trans>这些内容都已经读过，没有任何改变。</Trans>
        </p>
      )}
    </>
  );
}

function Rejects({ batch }: { batch: ImportBatch }) {
  const query = useInfiniteQuery({
    queryKey: ["rejects", batch.id, batch.status],
    queryFn: ({ pageParam }) => listRejects(batch.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const rejects = query.data.pages.flatMap((page) => page.items);
  const count = batch.rejected ?? rejects.length;
  return (
    <section className="im-rejects">
      <header>
        <h3>
          <Trans>拒收 {count} 行</Trans>
        </h3>
        <a className="sd-btn" href={rejectsUrl(batch.id)} download data-testid="rejects-download">
          <Trans>下载，改好再送</Trans>
        </a>
      </header>
      <table className="sd-table" data-testid="rejects">
        <thead>
          <tr>
            <th className="sd-num">{t`行`}</th>
            <th>{t`列`}</th>
            <th>{t`值`}</th>
            <th>{t`为什么`}</th>
            <th>{t`怎么办`}</th>
          </tr>
        </thead>
        <tbody>
          {rejects.map((reject, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row may be refused for several reasons
            <tr key={`${reject.row}-${index}`}>
              <td className="sd-num">{reject.row}</td>
              <td>{reject.column || "—"}</td>
              <td className="im-value">{reject.value || "—"}</td>
              <td>{localised(reject.reason_zh, reject.reason)}</td>
              <td>{localised(reject.remedy_zh, reject.remedy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <button type="button" className="sd-btn" onClick={() => query.fetchNextPage()}>
          <Trans>再读一页</Trans>
        </button>
      )}
    </section>
  );
}

/** Where what was read can be seen. */
function Next({ batch }: { batch: ImportBatch }) {
  if (batch.kind === "bill") {
    return (
      <Link to="/fines/{-$fineId}" className="sd-btn im-next">
        <Trans>去定责</Trans>
      </Link>
    );
  }
  if (batch.kind === "open_list") {
    return (
      <Link
        to="/reconciliations/{-$reconciliationId}"
        params={{ reconciliationId: batch.id }}
        className="sd-btn im-next"
        data-testid="to-reconciliation"
      >
        <Trans>看两边哪里不一样</Trans>
      </Link>
    );
  }
  if (batch.kind !== "scans") {
    return (
      <Link to="/desk/{-$caseId}" params={{ caseId: undefined }} className="sd-btn im-next">
        <Trans>看工作项</Trans>
      </Link>
    );
  }
  return (
    <Link to="/gaps" className="sd-btn im-next">
      <Trans>看数据差异</Trans>
    </Link>
  );
}

/** By bytes where the reader knows them, else by rows done so far. */
function Running({ batch }: { batch: ImportBatch }) {
  const { progress_bytes: done, total_bytes: total } = batch;
  if (done !== null && total !== null) {
    return <Progress done={done} total={total} label={statusWord(batch.status)} />;
  }
  const rows = (batch.progress_rows ?? 0).toLocaleString("en-US");
  return (
    <p data-testid="import-progress">
      {statusWord(batch.status)} · <Trans>已读 {rows} 行</Trans>
    </p>
  );
}

export function BatchView({ batchId }: { batchId: string }) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["import", batchId],
    queryFn: () => readImport(batchId),
    refetchInterval: (current) => (isRunning(current.state.data) ? WATCH_MS : false),
  });
  const status = query.data?.status;
  useEffect(() => {
    if (status === "done" || status === "failed")
      queries.invalidateQueries({ queryKey: ["imports"] });
  }, [status, queries]);
  if (query.isPending) return <LoadingState label={t`正在读取…`} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const batch = query.data;
  if (batch.status === "draft") return <MappingView batchId={batchId} />;
  return (
    <article className="im-batch" data-testid="import-batch" data-status={batch.status}>
      <header>
        <h2>{batch.file_name}</h2>
        <span className="sd-muted">
          {importKindWord(batch.kind)} · {statusWord(batch.status)}
        </span>
      </header>
      {isRunning(batch) && (
        <>
          <Running batch={batch} />
          <p className="sd-label">
            <Trans>可以离开这一页，读完后在左边找得到。</Trans>
          </p>
        </>
      )}
      {batch.error && (
        <p className="im-error" role="alert">
          {readersHalf(batch.error)}
        </p>
      )}
      {!isRunning(batch) && <Counts batch={batch} />}
      {batch.status === "done" && <Next batch={batch} />}
      {(batch.rejected ?? 0) > 0 && <Rejects batch={batch} />}
    </article>
  );
}
