import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Cause } from "@/api/causes";
import { apiUrl, serverNow } from "@/api/client";
import { type Accuracy, type AccuracyRow, readAccuracy } from "@/api/fineBulk";
import { localised } from "@/shared/i18n/locale";
import { fullDay } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { causeWord } from "@/shared/words/words";
import { CauseMark } from "./FineList";
import { percentOf } from "./split";
import "./bulk.css";

const causeOf = (code: string) => causeWord(code as Cause);

function Row({ row }: { row: AccuracyRow }) {
  const otherwise = row.otherwise.map((each) => `${causeOf(each.cause)} ${each.fines}`).join("，");
  return (
    <tr data-testid="accuracy-row" data-category={row.category} data-proposed={row.proposed}>
      <td>{localised(row.category_zh, row.category_en)}</td>
      <td>
        {row.proposed ? (
          <CauseMark cause={row.proposed as Cause} />
        ) : (
          <span className="sd-muted">{t`没有建议`}</span>
        )}
      </td>
      <td className="sd-num">
        {row.confidence_percent === null ? "—" : `${row.confidence_percent}%`}
      </td>
      <td className="sd-num">{row.fines}</td>
      <td className="sd-num">{row.proposed ? row.same : "—"}</td>
      <td className="sd-num">{row.in_bulk || "—"}</td>
      <td>{otherwise || "—"}</td>
    </tr>
  );
}

function Table({ found }: { found: Accuracy }) {
  const { fines, proposed, looked_at: looked, same_looked_at: same } = found;
  const share = percentOf(same, looked);
  return (
    <>
      <p data-testid="accuracy-sum">
        <Trans>
          定了 {fines} 笔，{proposed} 笔有建议；逐笔看过的 {looked} 笔里，{same} 笔与建议相同
        </Trans>
        {looked > 0 && `（${share}）`}
      </p>
      <table className="sd-table">
        <thead>
          <tr>
            <th>{t`类别`}</th>
            <th>{t`建议原因`}</th>
            <th className="sd-num">{t`平均把握`}</th>
            <th className="sd-num">{t`笔数`}</th>
            <th className="sd-num">{t`与建议相同`}</th>
            <th className="sd-num">{t`其中批量`}</th>
            <th>{t`定成了别的`}</th>
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <Row key={row.category + row.proposed} row={row} />
          ))}
        </tbody>
      </table>
      <p className="sd-muted">
        <Trans>批量按建议定的没有人逐笔看过，不算建议对。</Trans>
      </p>
    </>
  );
}

/** How often proposals were right in a month, by category and cause. */
export function AccuracyPage() {
  const [month, setMonth] = useState(fullDay(serverNow()).slice(0, 7));
  const query = useQuery({
    queryKey: ["fine-accuracy", month],
    queryFn: () => readAccuracy(`${month}-01`),
  });
  return (
    <article className="fi-accuracy" data-testid="accuracy">
      <header>
        <h1>
          <Trans>建议准确率</Trans>
        </h1>
        <input
          type="month"
          className="sd-input"
          aria-label={t`月份`}
          value={month}
          onChange={(event) => event.target.value && setMonth(event.target.value)}
          data-testid="accuracy-month"
        />
        <a
          className="sd-btn"
          href={apiUrl("/fines/accuracy/export", { month: `${month}-01` })}
          download
          data-testid="accuracy-export"
        >
          <Trans>导出 Excel</Trans>
        </a>
      </header>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && query.data.rows.length === 0 && (
        <EmptyState title={t`这个月还没有定责`}>
          <Trans>定过责的罚款会在这里与系统的建议对照。</Trans>
        </EmptyState>
      )}
      {query.isSuccess && query.data.rows.length > 0 && <Table found={query.data} />}
    </article>
  );
}
