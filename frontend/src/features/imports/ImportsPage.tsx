import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type ImportBatch, isRunning, listImports } from "@/api/imports";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { statusWord } from "@/shared/words/words";
import { BatchView } from "./BatchView";
import { importKindWord } from "./kinds";
import { UploadForm } from "./UploadForm";
import "./imports.css";

/** While something is being read, its line moves on its own. */
const WATCH_MS = 1_500;

function BatchItem({ batch, isOpen }: { batch: ImportBatch; isOpen: boolean }) {
  const rejected = batch.rejected ?? 0;
  return (
    <li>
      <Link
        to="/imports/{-$batchId}"
        params={{ batchId: batch.id }}
        className="im-item"
        data-cursor={isOpen || undefined}
        aria-current={isOpen ? "true" : undefined}
        data-testid="import-row"
        data-batch-id={batch.id}
        data-status={batch.status}
      >
        <b>{batch.file_name}</b>
        <span className={batch.status === "failed" ? "sd-over" : undefined}>
          {statusWord(batch.status)}
        </span>
        <span className="sd-muted">
          {importKindWord(batch.kind)}
          {batch.created_at && ` · ${dayAndTime(batch.created_at)}`}
        </span>
        <span className="sd-muted">{rejected > 0 ? t`拒收 ${rejected} 行` : ""}</span>
      </Link>
    </li>
  );
}

export function ImportsPage() {
  const { batchId } = useParams({ from: "/firm/imports/{-$batchId}" });
  const imports = useQuery({
    queryKey: ["imports"],
    queryFn: listImports,
    refetchInterval: (query) => (query.state.data?.items.some(isRunning) ? WATCH_MS : false),
  });
  const batches = imports.data?.items ?? [];
  return (
    <div className="im">
      <nav className="im-list" aria-label={t`已导入`}>
        <header>
          <h1>
            <Trans>导入</Trans>
          </h1>
          <Link
            to="/imports/{-$batchId}"
            params={{ batchId: undefined }}
            className="sd-btn"
            data-testid="import-new"
          >
            <Trans>导入文件</Trans>
          </Link>
        </header>
        {imports.isPending && <LoadingState />}
        {imports.isError && <ErrorState error={imports.error} onRetry={() => imports.refetch()} />}
        {imports.isSuccess && batches.length === 0 && (
          <EmptyState
            title={t`还没有导入过`}
          >{t`右边选一个扫描文件或账单；读完的都会列在这里。`}</EmptyState>
        )}
        <ul>
          {batches.map((batch) => (
            <BatchItem key={batch.id} batch={batch} isOpen={batch.id === batchId} />
          ))}
        </ul>
      </nav>
      <section className="im-main">
        {batchId ? <BatchView key={batchId} batchId={batchId} /> : <UploadForm />}
      </section>
    </div>
  );
}
