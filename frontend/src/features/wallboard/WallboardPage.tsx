import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useEffect } from "react";
import { type CaseCounts, type CaseRow, countCases, listCases } from "@/api/cases";
import { serverNow } from "@/api/client";
import { readSla } from "@/api/reports";
import { onChange, useLink } from "@/realtime/stream";
import { Countdown } from "@/shared/clock/Countdown";
import { useCoarseNow } from "@/shared/clock/ticker";
import { HolderMark } from "@/shared/custody/SwatchMark";
import { formatYuan } from "@/shared/money/money";
import { fullDay, timeWithSeconds } from "@/shared/time/time";
import { Logo } from "@/shared/ui/Icon";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { kindWord } from "@/shared/words/words";
import "./wallboard.css";

const ROWS_SHOWN = 12;
const REFRESH_MS = 30_000;

async function readUrgent(): Promise<CaseRow[]> {
  const [overdue, soon] = await Promise.all([
    listCases({ view: "overdue" }, null),
    listCases({ view: "due_soon" }, null),
  ]);
  const rows = [...overdue.items, ...soon.items];
  return rows
    .filter((row, index) => rows.findIndex((each) => each.id === row.id) === index)
    .slice(0, ROWS_SHOWN);
}

function useBoard() {
  const queries = useQueryClient();
  const counts = useQuery({
    queryKey: ["case-counts"],
    queryFn: countCases,
    refetchInterval: REFRESH_MS,
  });
  const urgent = useQuery({
    queryKey: ["urgent"],
    queryFn: readUrgent,
    refetchInterval: REFRESH_MS,
  });
  const today = fullDay(serverNow());
  const sla = useQuery({
    queryKey: ["sla", today],
    queryFn: () => readSla(undefined, today, today),
    refetchInterval: REFRESH_MS * 10,
  });
  useEffect(
    () =>
      onChange(() => {
        queries.invalidateQueries({ queryKey: ["case-counts"] });
        queries.invalidateQueries({ queryKey: ["urgent"] });
      }),
    [queries],
  );
  return { counts, urgent, sla };
}

function Hero({
  label,
  value,
  level,
}: {
  label: string;
  value: string | number;
  level?: "late" | "warn";
}) {
  const tone = level && value !== 0 ? (level === "late" ? "sd-over" : "sd-warn") : "";
  return (
    <div>
      <p>{label}</p>
      <b className={tone}>
        {tone && <i className="sd-mark" data-level={level} aria-hidden="true" />}
        {value}
      </b>
    </div>
  );
}

function Heroes({
  counts,
  keptPercent,
}: {
  counts: CaseCounts;
  keptPercent: number | string | null | undefined;
}) {
  return (
    <section className="wb-heroes" aria-label={t`现在`}>
      <Hero label={t`已超时`} value={counts.views.overdue} level="late" />
      <Hero label={t`30 分内到时`} value={counts.views.due_soon} level="warn" />
      <Hero label={t`未认领`} value={counts.views.unclaimed} />
      <Hero label={t`未结`} value={counts.views.all} />
      <Hero
        label={t`今日按时`}
        value={keptPercent == null ? "—" : `${Number(keptPercent).toFixed(1)}%`}
      />
    </section>
  );
}

function Bars({ title, rows }: { title: string; rows: [string, number][] }) {
  const most = Math.max(1, ...rows.map(([, count]) => count));
  return (
    <section>
      <h2>{title}</h2>
      <table className="wb-bars">
        <tbody>
          {rows.map(([name, count]) => (
            <tr key={name}>
              <td>{name}</td>
              <td>
                <i style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
              </td>
              <td className="sd-num">
                <b>{count}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Urgent({ rows }: { rows: CaseRow[] }) {
  return (
    <section>
      <h2>
        <Trans>超时与 30 分内到时</Trans>
      </h2>
      {rows.length === 0 && (
        <p className="sd-muted">
          <Trans>没有马上到时的工作项</Trans>
        </p>
      )}
      <table className="wb-urgent">
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Countdown dueAt={row.due_at} />
              </td>
              <td>{row.station.name}</td>
              <td className="sd-muted">{kindWord(row.kind)}</td>
              <td>
                <b>{row.waybill.slice(-4)}</b>
              </td>
              <td>
                <HolderMark holder={{ ...row.holder, is_me: false }} unclaimedWord={t`未认领`} />
              </td>
              <td className="sd-num">{row.risk_fen > 0 ? formatYuan(row.risk_fen) : "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** For a television across the room. */
export function WallboardPage() {
  const { session } = useRouteContext({ from: "/wallboard" });
  const { counts, urgent, sla } = useBoard();
  const now = useCoarseNow(1);
  const link = useLink();
  if (counts.isError) return <ErrorState error={counts.error} onRetry={() => counts.refetch()} />;
  if (!counts.data) return <LoadingState />;
  const stations = counts.data.stations.map((station): [string, number] => [
    station.name,
    station.count,
  ]);
  const kinds = Object.entries(counts.data.kinds).map(([kind, count]): [string, number] => [
    kindWord(kind),
    count,
  ]);
  const byCount = (a: [string, number], b: [string, number]) => b[1] - a[1];
  return (
    <main className="wb" data-testid="wallboard">
      <header>
        <Link to="/" aria-label={t`回到首页`}>
          <Logo size={28} />
        </Link>
        <h1>{session.firm.name}</h1>
        <span className="sd-muted">{fullDay(now)}</span>
        <span className={link === "lost" ? "sd-over wb-link" : "sd-muted wb-link"}>
          {link === "lost" ? t`连接断开` : t`已连接`}
        </span>
        <b className="wb-clock">{timeWithSeconds(now)}</b>
      </header>
      <Heroes counts={counts.data} keptPercent={sla.data?.kept_percent} />
      <div className="wb-body">
        <div>
          <Bars title={t`未结：网点`} rows={stations.sort(byCount)} />
          <Bars title={t`未结：类型`} rows={kinds.sort(byCount)} />
        </div>
        <Urgent rows={urgent.data ?? []} />
      </div>
    </main>
  );
}
