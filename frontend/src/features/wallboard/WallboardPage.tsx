import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useRouteContext } from "@tanstack/react-router";
import type { CaseRow } from "@/api/cases";
import { useLink } from "@/realtime/stream";
import { Countdown } from "@/shared/clock/Countdown";
import { useCoarseNow } from "@/shared/clock/ticker";
import { HolderMark } from "@/shared/custody/SwatchMark";
import { formatYuan } from "@/shared/money/money";
import { fullDay, timeWithSeconds } from "@/shared/time/time";
import { Logo } from "@/shared/ui/Icon";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { shortStation } from "@/shared/words/station";
import { kindWord } from "@/shared/words/words";
import { Heroes } from "./Heroes";
import { Matrix } from "./Matrix";
import { OnShift } from "./OnShift";
import { useBoard } from "./useBoard";
import "./wallboard.css";

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
              <td>{shortStation(row.station.name)}</td>
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

function Head({ firm }: { firm: string }) {
  const now = useCoarseNow(1);
  const link = useLink();
  return (
    <header>
      <Link to="/" aria-label={t`回到首页`}>
        <Logo size={28} />
      </Link>
      <h1>{firm}</h1>
      <span className="sd-muted">{fullDay(now)}</span>
      <span className={link === "lost" ? "sd-over wb-link" : "sd-muted wb-link"}>
        {link === "lost" ? t`连接断开` : t`已连接`}
      </span>
      <b className="wb-clock">{timeWithSeconds(now)}</b>
    </header>
  );
}

/** For a television across the room. */
export function WallboardPage() {
  const { session } = useRouteContext({ from: "/wallboard" });
  const { counts, urgent, sla, board, load, coverage, covers } = useBoard();
  if (counts.isError) return <ErrorState error={counts.error} onRetry={() => counts.refetch()} />;
  if (!counts.data) return <LoadingState />;
  return (
    <main className="wb" data-testid="wallboard">
      <Head firm={session.firm.name} />
      <Heroes
        counts={counts.data}
        sla={sla.data}
        board={board.data?.items ?? []}
        load={load.data?.items ?? []}
        covers={covers.data?.items ?? []}
      />
      <div className="wb-body">
        <div>
          <Matrix board={board.data?.items ?? []} stations={counts.data.stations} />
          <OnShift load={load.data?.items ?? []} coverage={coverage.data} />
        </div>
        <Urgent rows={urgent.data ?? []} />
      </div>
    </main>
  );
}
