import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { listReconciliations, type Reconciliation } from "@/api/mappings";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { carrierWord, kindWord } from "@/shared/words/words";
import { Differences } from "./Differences";
import "./imports.css";
import "./reconciliation.css";

function Item({ each, isOpen }: { each: Reconciliation; isOpen: boolean }) {
  const unsettled = each.unsettled;
  return (
    <li>
      <Link
        to="/reconciliations/{-$reconciliationId}"
        params={{ reconciliationId: each.id }}
        className="im-item"
        data-cursor={isOpen || undefined}
        aria-current={isOpen ? "true" : undefined}
        data-testid="reconciliation-row"
      >
        <b>
          {carrierWord(each.carrier)} · {kindWord(each.kind)}
        </b>
        <span className={unsettled > 0 ? "sd-warn" : "sd-muted"}>
          {unsettled > 0 ? t`待核 ${unsettled}` : t`已核完`}
        </span>
        <span className="sd-muted">{dayAndTime(each.listed_at)}</span>
        <span className="sd-muted">{each.made_by_name}</span>
      </Link>
    </li>
  );
}

/** Our open list beside headquarters': what only one of them knows. */
export function ReconciliationPage() {
  const { reconciliationId } = useParams({ from: "/firm/reconciliations/{-$reconciliationId}" });
  const query = useQuery({ queryKey: ["reconciliations"], queryFn: listReconciliations });
  const found = query.data?.items ?? [];
  const openId = reconciliationId ?? found[0]?.id;
  return (
    <div className="im">
      <nav className="im-list" aria-label={t`对账`}>
        <header>
          <h1>
            <Trans>未结对账</Trans>
          </h1>
          <Link to="/imports/{-$batchId}" params={{ batchId: undefined }} className="sd-btn">
            <Trans>导入总部清单</Trans>
          </Link>
        </header>
        {query.isPending && <LoadingState />}
        {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        <ul>
          {found.map((each) => (
            <Item key={each.id} each={each} isOpen={each.id === openId} />
          ))}
        </ul>
      </nav>
      <section className="im-main">
        {openId ? (
          <Differences key={openId} id={openId} />
        ) : (
          query.isSuccess && (
            <EmptyState title={t`还没有对过账`}>
              <Trans>
                每天从总部系统导出未结清单，导进来，两边各有什么、哪里不一样，就都列在这里。
              </Trans>
            </EmptyState>
          )
        )}
      </section>
    </div>
  );
}
