import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { serverNow } from "@/api/client";
import type { StationGaps } from "@/api/gaps";
import type { GapKind } from "@/api/parcels";
import type { Direction } from "@/api/stations";
import { localInput, withOffset } from "@/shared/time/time";
import { Icon } from "@/shared/ui/Icon";
import { carrierWord, directionWord } from "@/shared/words/words";
import { totals } from "./arithmetic";

const COLUMNS: Record<"inbound" | "outbound", GapKind[]> = {
  inbound: ["sent_not_arrived", "arrived_not_dispatched", "dispatched_not_signed"],
  outbound: ["collected_not_weighed", "weighed_not_departed", "departed_not_accepted"],
};

function AsOf({ asOf }: { asOf?: string }) {
  const navigate = useNavigate({ from: "/gaps" });
  const [isOpen, setOpen] = useState(asOf !== undefined);
  const choose = (value: string) =>
    navigate({
      search: (before) => ({ ...before, as_of: value ? withOffset(value) : undefined }),
    });
  const start = () => {
    setOpen(true);
    choose(localInput(serverNow()));
  };
  const stop = () => {
    setOpen(false);
    choose("");
  };
  if (!isOpen) {
    return (
      <button type="button" className="sd-chip gp-now" onClick={start} data-testid="as-of-open">
        <Trans>截至现在</Trans>
        <Icon name="down" size={12} />
      </button>
    );
  }
  return (
    <div className="gp-asof">
      <input
        className="sd-input"
        type="datetime-local"
        aria-label={t`截至`}
        value={asOf ? localInput(asOf) : ""}
        onChange={(event) => choose(event.target.value)}
        data-testid="as-of"
      />
      <button type="button" className="sd-btn" data-variant="link" onClick={stop}>
        <Trans>现在</Trans>
      </button>
    </div>
  );
}

function Count({ value, isLate = false }: { value: number; isLate?: boolean }) {
  return (
    <span className={value === 0 ? "sd-zero" : isLate ? "sd-over gp-late" : undefined}>
      {value}
    </span>
  );
}

/** Inbound and outbound have other gaps, so each has its own list and sums. */
function Directions({ rows, current }: { rows: StationGaps[]; current: StationGaps }) {
  const directions = (["inbound", "outbound"] as const).filter((direction) =>
    rows.some((row) => row.direction === direction),
  );
  if (directions.length < 2) return null;
  return (
    <div className="gp-directions">
      {directions.map((direction) => (
        <Link
          key={direction}
          to="/gaps"
          search={(before) => ({
            as_of: before.as_of,
            station: stationFor(rows, current, direction),
            direction,
          })}
          data-current={direction === current.direction || undefined}
          aria-current={direction === current.direction ? "true" : undefined}
          data-testid={`gaps-${direction}`}
        >
          {directionWord(direction)}
        </Link>
      ))}
    </div>
  );
}

/** The same station in the other direction, or the first that has gaps there. */
function stationFor(
  rows: StationGaps[],
  current: StationGaps,
  direction: Direction,
): string | undefined {
  const there = rows.filter((row) => row.direction === direction);
  const same = there.find((row) => row.station.code === current.station.code);
  return (same ?? there[0])?.station.code;
}

function StationItem({ row, isCurrent }: { row: StationGaps; isCurrent: boolean }) {
  return (
    <li>
      <Link
        to="/gaps"
        search={(before) => ({
          as_of: before.as_of,
          station: row.station.code,
          direction: row.direction,
        })}
        className="gp-station"
        data-cursor={isCurrent || undefined}
        aria-current={isCurrent ? "true" : undefined}
        data-testid={`gap-station-${row.station.code}-${row.direction}`}
      >
        <span>
          <b>{row.station.name}</b>
          <span className="sd-muted">
            {carrierWord(row.station.carrier)}
            {row.figures && ` · ${row.figures.sent.toLocaleString("en-US")}`}
          </span>
        </span>
        {COLUMNS[row.direction].map((kind) => (
          <Count key={kind} value={row.gaps[kind]?.total ?? 0} />
        ))}
        <Count value={totals(row).overdue} isLate />
      </Link>
    </li>
  );
}

export function StationList({
  rows,
  current,
  asOf,
}: {
  rows: StationGaps[];
  current: StationGaps;
  asOf?: string;
}) {
  const { direction } = current;
  const shown = rows.filter((row) => row.direction === direction);
  const sum = (pick: (row: StationGaps) => number) =>
    shown.reduce((total, row) => total + pick(row), 0);
  const heads = direction === "inbound" ? [t`未到`, t`未派`, t`未签`] : [t`未称`, t`未发`, t`未收`];
  return (
    <nav className="gp-stations" aria-label={t`网点`}>
      <header>
        <h1>
          <Trans>网点</Trans>
        </h1>
        <AsOf asOf={asOf} />
      </header>
      <Directions rows={rows} current={current} />
      <div className="gp-station gp-station-head" aria-hidden="true">
        <span />
        {heads.map((head) => (
          <span key={head}>{head}</span>
        ))}
        <span>{t`逾期`}</span>
      </div>
      <ul>
        {shown.map((row) => (
          <StationItem key={row.station.code} row={row} isCurrent={row === current} />
        ))}
      </ul>
      <div className="gp-station gp-station-sum">
        <b>
          <Trans>合计</Trans>
        </b>
        {COLUMNS[direction].map((kind) => (
          <b key={kind}>{sum((row) => row.gaps[kind]?.total ?? 0)}</b>
        ))}
        <b className="sd-over">{sum((row) => totals(row).overdue)}</b>
      </div>
      <p className="sd-label gp-note">
        {direction === "inbound" ? (
          <Trans>未签不含在柜；逾期含派件失败、在柜与退回。</Trans>
        ) : (
          <Trans>未称、未发、未收：揽收、称重、离站之后还缺的一步。</Trans>
        )}
      </p>
    </nav>
  );
}
