import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useSearch } from "@tanstack/react-router";
import type { OwnerReport } from "@/api/reports";
import { formatYuan } from "@/shared/money/money";
import { Icon } from "@/shared/ui/Icon";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { OwnerFrame } from "./OwnerFrame";
import { OwnerHead } from "./OwnerHead";
import { OwnerTold } from "./OwnerTold";
import { sparkOf } from "./spark";
import { useOwner } from "./useOwner";
import { Waiting } from "./Waiting";
import { WhoBore } from "./WhoBore";

const SPARK_WIDTH = 160;
const SPARK_HEIGHT = 28;

function Sparkline({ report }: { report: OwnerReport }) {
  const { points, worst } = sparkOf(report.by_day, SPARK_WIDTH, SPARK_HEIGHT);
  if (points.length < 2) return null;
  const line = points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(" ");
  const day = worst?.day.slice(5) ?? "";
  const percent = worst?.percent.toFixed(1) ?? "";
  return (
    <svg
      className="ow-spark"
      viewBox={`-6 -6 ${SPARK_WIDTH + 12} ${SPARK_HEIGHT + 12}`}
      role="img"
      aria-label={worst ? t`最低一天 ${day}：${percent}%` : t`每天都按承诺完成`}
    >
      <polyline
        points={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      {worst && <circle cx={worst.x} cy={worst.y} r="4" className="ow-spark-low" />}
      {worst && (
        <text
          x={worst.x > SPARK_WIDTH / 2 ? worst.x - 9 : worst.x + 9}
          y={worst.y + 4}
          textAnchor={worst.x > SPARK_WIDTH / 2 ? "end" : "start"}
          className="ow-spark-word"
        >
          {day} {percent}%
        </text>
      )}
    </svg>
  );
}

function Kept({ report }: { report: OwnerReport }) {
  const percent = report.kept_percent === null ? null : Number(report.kept_percent).toFixed(1);
  const promised = report.promised.toLocaleString("en-US");
  const kept = report.kept.toLocaleString("en-US");
  return (
    <section className="ow-section ow-kept" aria-label={t`按承诺完成`}>
      <div>
        <h2 className="sd-label">
          <Trans>按承诺完成</Trans>
        </h2>
        <p className="ow-hero" data-testid="kept-percent">
          {percent ?? "—"}
          {percent && <small>%</small>}
        </p>
      </div>
      <div className="ow-kept-right">
        <Sparkline report={report} />
        <p className="sd-muted">
          {report.promised > 0 ? (
            <Trans>
              到时 {promised} 件，按时 {kept} 件
            </Trans>
          ) : (
            <Trans>这个月还没有到时的件</Trans>
          )}
        </p>
      </div>
    </section>
  );
}

function Fines({ report }: { report: OwnerReport }) {
  const { fines } = report;
  const count = fines.count;
  return (
    <Link
      to="/owner/fines"
      search={(before) => before}
      className="ow-section ow-plain"
      data-testid="owner-fines"
    >
      <span className="ow-line">
        <span className="sd-muted">
          <Trans>罚款 {count} 笔</Trans>
        </span>
        <b className="ow-figure">{formatYuan(fines.total_fen)}</b>
      </span>
      <WhoBore
        firmFen={fines.firm_fen}
        agentFen={fines.agent_fen}
        stationFen={fines.station_fen}
        undecidedFen={fines.undecided_fen}
        othersFen={fines.others_fen}
      />
    </Link>
  );
}

function Owed({ report }: { report: OwnerReport }) {
  const owed = report.owed_to_station_fen;
  return (
    <Link
      to="/owner/fines"
      search={(before) => before}
      className="ow-section ow-plain ow-line"
      data-testid="owed"
    >
      <span>
        <b className="ow-title">{owed < 0 ? t`您应付` : t`应付给您`}</b>
        <span className="sd-muted ow-block">
          <Trans>公司与坐席承担、还没结给您的部分</Trans>
        </span>
      </span>
      <b className={`ow-owed ${owed > 0 ? "sd-gain" : owed === 0 ? "sd-zero" : ""}`}>
        {formatYuan(owed, true)} <Icon name="chevron" />
      </b>
    </Link>
  );
}

export function OwnerHome() {
  const search = useSearch({ from: "/owner" });
  const { stations, all, station, month, report } = useOwner(search);
  return (
    <OwnerFrame>
      {stations.isError && <ErrorState error={stations.error} onRetry={() => stations.refetch()} />}
      {stations.isPending && <LoadingState />}
      {stations.isSuccess && !station && (
        <EmptyState
          title={t`还没有归您的网点`}
        >{t`请客服公司的经理把网点加到您的账号上。`}</EmptyState>
      )}
      {station && <OwnerHead stations={all} station={station} month={month} to="/owner" />}
      {report.isError && <ErrorState error={report.error} onRetry={() => report.refetch()} />}
      {station && report.isPending && <LoadingState label={t`正在读取这个月…`} />}
      {station && report.data && (
        <>
          <Kept report={report.data} />
          <Fines report={report.data} />
          <Owed report={report.data} />
          <OwnerTold />
          <Waiting station={station.code} />
        </>
      )}
    </OwnerFrame>
  );
}
