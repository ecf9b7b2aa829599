import { t } from "@lingui/core/macro";
import type { Leg, Parcel } from "@/api/parcels";
import type { Direction, StationRef } from "@/api/stations";
import { formatMinutes } from "@/shared/clock/format";
import { useCoarseNow } from "@/shared/clock/ticker";
import { briefTime, dayAndTime } from "@/shared/time/time";
import { gapWord, milestoneWord } from "@/shared/words/words";

const NEXT: Record<Direction, string[]> = {
  inbound: ["sent_to_station", "arrived", "dispatched", "signed"],
  outbound: ["collected", "weighed", "departed", "accepted_by_hub"],
};
const MAX_SHOWN = 5;

function legOf(parcel: Parcel, station: StationRef, direction: Direction): Leg | undefined {
  const here = parcel.legs.filter((leg) => {
    const code = typeof leg.station === "string" ? leg.station : leg.station.code;
    return code === station.code && leg.direction === direction;
  });
  return here.at(-1) ?? parcel.legs.at(-1);
}

/** What comes after the furthest stage of the usual way; empty when it is over. */
function nextStage(leg: Leg): string | null {
  const way = NEXT[leg.direction];
  const reached = Math.max(...leg.milestones.map((m) => way.indexOf(m.milestone)), -1);
  return way[reached + 1] ?? null;
}

/** The parcel's way as a line, the gap marked where it is. */
export function Milestones({
  parcel,
  station,
  direction,
}: {
  parcel: Parcel;
  station: StationRef;
  direction: Direction;
}) {
  const now = useCoarseNow();
  const leg = legOf(parcel, station, direction);
  if (!leg || leg.milestones.length === 0) return null;
  const shown = [...leg.milestones].sort((a, b) => a.at.localeCompare(b.at)).slice(-MAX_SHOWN);
  const next = leg.gap ? nextStage(leg) : null;
  const sinceMinutes = leg.gap
    ? Math.max(0, Math.floor((now - Date.parse(leg.gap.since)) / 60_000))
    : 0;
  const gapText = leg.gap ? `${gapWord(leg.gap.gap)} ${formatMinutes(sinceMinutes)}` : "";
  const dueText = leg.gap?.due_at ? t`应在 ${briefTime(leg.gap.due_at, now)} 前` : "";
  return (
    <ol className="ms" aria-label={t`快件节点`} data-testid="milestones">
      {shown.map((milestone, index) => (
        <li
          key={`${milestone.milestone}-${milestone.at}`}
          data-gap={(index === shown.length - 1 && !!leg.gap) || undefined}
        >
          <span className="ms-dot" aria-hidden="true" />
          {index === shown.length - 1 && leg.gap && <span className="ms-gap">{gapText}</span>}
          <b>{milestoneWord(milestone.milestone)}</b>
          <span>
            {dayAndTime(milestone.at)} {index === shown.length - 1 ? leg.gap?.courier : null}
          </span>
        </li>
      ))}
      {leg.gap && (
        <li className="ms-next">
          <span className="ms-dot" aria-hidden="true" />
          <b>{next ? milestoneWord(next) : ""}</b>
          <span>{dueText}</span>
        </li>
      )}
    </ol>
  );
}
