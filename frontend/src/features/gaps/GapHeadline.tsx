import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { serverNow } from "@/api/client";
import type { StageFigures, StationGaps } from "@/api/gaps";
import { dayAndTime } from "@/shared/time/time";
import { carrierWord, directionWord, gapWord } from "@/shared/words/words";
import { type Difference, type Figure, GAP_ORDER, inboundArithmetic, totals } from "./arithmetic";

const whole = (value: number) => value.toLocaleString("en-US");

function FigureBox({ figure, note }: { figure: Figure; note: string }) {
  const words = {
    sent: t`发件`,
    arrived: t`到件`,
    due: t`应派`,
    dispatched: t`派件`,
    signed: t`签收`,
  };
  return (
    <li className="gh-figure">
      <span className="sd-label">{words[figure.key]}</span>
      <b data-testid={`figure-${figure.key}`}>{whole(figure.value)}</b>
      <span className="sd-label">{note}</span>
    </li>
  );
}

function DifferenceBox({ difference }: { difference: Difference }) {
  const words = {
    not_arrived: gapWord("sent_not_arrived"),
    problems: t`登记问题件`,
    not_dispatched: gapWord("arrived_not_dispatched"),
    not_signed: t`未签收`,
  };
  const isGap = difference.key !== "problems" && difference.change < 0;
  const count = difference.overdue;
  const sign = difference.change > 0 ? "+" : difference.change < 0 ? "−" : "";
  let note = t`逾期 ${count}`;
  if (difference.key === "problems") note = t`暂停计时`;
  else if (!difference.isNamed) note = "";
  else if (difference.parts.length > 0) note = difference.parts.join(" + ");
  return (
    <li className="gh-difference" data-gap={isGap || undefined}>
      <span className="gh-line">
        <b>
          {sign}
          {whole(Math.abs(difference.change))}
        </b>
      </span>
      <b>{words[difference.key]}</b>
      <span className="sd-label">{note}</span>
    </li>
  );
}

function Inbound({ row, stages }: { row: StationGaps; stages: StageFigures }) {
  const { figures, differences } = inboundArithmetic(row, stages);
  const percent =
    stages.dispatched > 0 ? ((stages.signed / stages.dispatched) * 100).toFixed(2) : "0.00";
  const notes = [
    t`发往本网点`,
    "",
    `${whole(stages.arrived)} − ${whole(stages.problems)}`,
    "",
    t`占派件 ${percent}%`,
  ];
  return (
    <ol className="gh" data-testid="gap-arithmetic">
      {figures.map((figure, index) => {
        const difference = differences[index];
        return [
          <FigureBox key={figure.key} figure={figure} note={notes[index] ?? ""} />,
          difference && <DifferenceBox key={difference.key} difference={difference} />,
        ];
      })}
    </ol>
  );
}

/** Without figures of the stages (outbound has none): the gaps, one beside the other. */
function Tallies({ row }: { row: StationGaps }) {
  const kinds = GAP_ORDER.filter((kind) => row.gaps[kind]);
  return (
    <ol className="gh gh-plain">
      {kinds.map((kind) => {
        const count = row.gaps[kind]?.overdue ?? 0;
        return (
          <li key={kind} className="gh-figure">
            <span className="sd-label">{gapWord(kind)}</span>
            <b>{whole(row.gaps[kind]?.total ?? 0)}</b>
            <span className={count > 0 ? "sd-over" : "sd-label"}>{t`逾期 ${count}`}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** The arithmetic itself is the headline. */
export function GapHeadline({ row, asOf }: { row: StationGaps; asOf?: string }) {
  const { total, overdue } = totals(row);
  const waiting = total - overdue;
  const arrivals = row.figures && row.direction === "inbound" ? row.day?.slice(5) : undefined;
  const until = dayAndTime(asOf ?? serverNow());
  return (
    <header className="gp-head">
      <div className="gp-title">
        <h2>{row.station.name}</h2>
        <span className="sd-muted">
          {carrierWord(row.station.carrier)} · {directionWord(row.direction)} ·{" "}
          {arrivals && <Trans>{arrivals} 到货，</Trans>}
          <Trans>截至 {until}</Trans>
        </span>
        <span className="gp-sum">
          <Trans>
            差异 <b>{total}</b> = 逾期 <b className="sd-over">{overdue}</b> + 未到时 {waiting}
          </Trans>
        </span>
      </div>
      {row.direction === "inbound" && row.figures ? (
        <Inbound row={row} stages={row.figures} />
      ) : (
        <Tallies row={row} />
      )}
    </header>
  );
}
