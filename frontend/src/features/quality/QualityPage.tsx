import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import {
  type FilingsReport,
  filingsFile,
  type Line,
  type Period,
  readFilings,
} from "@/api/dealings";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { FilingCases } from "./FilingCases";
import { periodOf, type QualitySearch } from "./period";
import { type QualityLine, QualityTable } from "./QualityTable";
import "./quality.css";

type Change = (next: Partial<QualitySearch>) => void;
const CLOSED = { member: undefined, station: undefined, other: undefined };

function Head({
  search,
  period,
  change,
}: {
  search: QualitySearch;
  period: Period;
  change: Change;
}) {
  const by = search.by ?? "agents";
  return (
    <header className="ql-head">
      <h1>
        <Trans>往来质量</Trans>
      </h1>
      <div className="sd-seg" role="radiogroup" aria-label={t`按什么看`}>
        {(["agents", "relations"] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="by"
              checked={by === each}
              onChange={() => change({ ...CLOSED, by: each === "agents" ? undefined : each })}
              data-testid={`by-${each}`}
            />
            {each === "agents" ? t`按坐席` : t`按网点往来`}
          </label>
        ))}
      </div>
      <label>
        <span className="sd-label">{t`从`}</span>
        <input
          type="date"
          className="sd-input"
          value={period.from}
          max={period.to}
          onChange={(event) => change({ from: event.target.value || undefined })}
        />
      </label>
      <label>
        <span className="sd-label">{t`到`}</span>
        <input
          type="date"
          className="sd-input"
          value={period.to}
          min={period.from}
          onChange={(event) => change({ to: event.target.value || undefined })}
        />
      </label>
      <span className="ql-files">
        <a className="sd-btn" href={filingsFile(period, "xlsx")} download data-testid="export-xlsx">
          <Trans>导出 Excel</Trans>
        </a>
        <a className="sd-btn" href={filingsFile(period, "csv", by)} download>
          CSV
        </a>
      </span>
    </header>
  );
}

function agentLines(report: FilingsReport, search: QualitySearch, change: Change): QualityLine[] {
  return report.agents.map(({ member_id, name, quality }) => {
    const isOpen = member_id !== null && search.member === member_id;
    return {
      key: member_id ?? name,
      names: [name],
      quality,
      isOpen,
      onOpen: () => change({ ...CLOSED, member: isOpen ? undefined : (member_id ?? undefined) }),
    };
  });
}

function relationLines(
  report: FilingsReport,
  search: QualitySearch,
  change: Change,
): QualityLine[] {
  return report.relations.map(({ station, station_name, counterparty, quality }) => {
    const isOpen = search.station === station && search.other === counterparty;
    return {
      key: `${station}/${counterparty}`,
      names: [station_name, counterparty],
      quality,
      isOpen,
      onOpen: () => change(isOpen ? CLOSED : { ...CLOSED, station, other: counterparty }),
    };
  });
}

function lineOf(search: QualitySearch): Line | null {
  if (search.member) return { member_id: search.member };
  if (search.station) return { station: search.station, counterparty: search.other ?? "" };
  return null;
}

/** How agents deal with other stations, and how our stations get on with theirs. */
export function QualityPage() {
  const search = useSearch({ from: "/firm/quality" });
  const navigate = useNavigate({ from: "/quality" });
  const period = periodOf(search.from, search.to);
  const query = useQuery({
    queryKey: ["filings", period],
    queryFn: () => readFilings(period),
  });
  const change: Change = (next) =>
    navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const report = query.data;
  const isByAgent = search.by !== "relations";
  const line = lineOf(search);
  return (
    <div className="ql">
      <Head search={search} period={period} change={change} />
      <p className="sd-muted">
        <Trans>好好沟通、先联系再上报；这里看每个人、每对网点做得怎样。</Trans>
      </p>
      {query.isPending && <LoadingState label={t`正在统计…`} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {report && report.agents.length === 0 && (
        <EmptyState title={t`这段时间没有往来`}>
          <Trans>向对方网点发出的询问、联系和上报会统计在这里。</Trans>
        </EmptyState>
      )}
      {report && report.agents.length > 0 && (
        <div className="ql-scroll" tabIndex={-1}>
          <QualityTable
            heads={isByAgent ? [t`坐席`] : [t`网点`, t`对方网点`]}
            lines={(isByAgent ? agentLines : relationLines)(report, search, change)}
            total={report.total}
          />
        </div>
      )}
      {line && <FilingCases period={period} line={line} title={t`这一行的上报`} />}
    </div>
  );
}
