import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { CustodySpan } from "@/api/cases";
import { formatMinutes } from "@/shared/clock/format";
import { timeOfDay } from "@/shared/time/time";
import { useWidth } from "@/shared/ui/useWidth";
import { holderWord } from "@/shared/words/words";
import { type CustodyLayout, layoutCustody, legendOf, type Segment } from "./layout";
import { SwatchMark } from "./SwatchMark";

interface CustodyBarProps {
  spans: CustodySpan[];
  startAt: string;
  dueAt: string | null;
  rungs?: { minutes_before: number; at: string }[];
  now: number;
  isOpen: boolean;
  size?: "desk" | "review" | "phone";
  /** How the reader's own station is called on his phone. */
  stationWord?: string;
  hasLegend?: boolean;
}

const NUMBER_MIN_PX = 18;
const LATIN_PX = 7.5;
const HAN_PX = 12.5;
const PADDING_PX = 10;
/** Below ten hours a legend counts in minutes. */
const PLAIN_MINUTES = 600;
/** Room for the time that the window starts at, and for the deadline's words left of its line. */
const START_PX = 40;
const DUE_LEFT_PX = 60;

/** Good enough to decide what fits: Han characters are wide, the rest is not. */
function textPx(text: string): number {
  let px = PADDING_PX;
  for (const char of text) px += char > "\u2e7f" ? HAN_PX : LATIN_PX;
  return px;
}

function wordOf(segment: Segment, stationWord?: string): string {
  if (segment.swatch === "station" && stationWord) return stationWord;
  return holderWord(segment.holder.kind);
}

/** As much as fits: name and minutes, minutes, nothing. */
function inside(segment: Segment, widthPx: number, stationWord?: string): string {
  if (segment.isAfterDue) return widthPx >= NUMBER_MIN_PX + 8 ? `+${segment.minutes}` : "";
  if (widthPx < NUMBER_MIN_PX) return "";
  const number = String(segment.minutes);
  const word = wordOf(segment, stationWord);
  const wordings = [`${word} ${formatMinutes(segment.minutes)}`, `${word} ${number}`, number];
  const fitting = segment.swatch === "intake" ? [number] : wordings;
  return fitting.find((text) => textPx(text) <= widthPx + (text === number ? 6 : 0)) ?? "";
}

function Segments({
  layout,
  widthPx,
  stationWord,
}: {
  layout: CustodyLayout;
  widthPx: number;
  stationWord?: string;
}) {
  return layout.segments.map((segment) => (
    <span
      key={`${segment.fromMs}-${segment.isAfterDue}`}
      className="sd-cust-seg"
      data-swatch={segment.swatch}
      data-after={segment.isAfterDue || undefined}
      title={`${wordOf(segment, stationWord)} ${segment.holder.name ?? ""} ${timeOfDay(segment.fromMs)}–${timeOfDay(segment.toMs)}`}
      style={{ left: `${segment.start * 100}%`, width: `${segment.width * 100}%` }}
    >
      <span>{inside(segment, segment.width * widthPx, stationWord)}</span>
    </span>
  ));
}

function Rungs({
  layout,
  rungs,
}: {
  layout: CustodyLayout;
  rungs: { minutes_before: number; at: string }[];
}) {
  const whole = layout.endMs - layout.startMs;
  return rungs.map((rung) => {
    const at = (Date.parse(rung.at) - layout.startMs) / whole;
    if (at <= 0 || at >= 1) return null;
    return (
      <span
        key={rung.minutes_before}
        className="sd-cust-rung"
        data-past={Date.parse(rung.at) < layout.usedMs || undefined}
        style={{ left: `${at * 100}%` }}
        title={`−${rung.minutes_before} ${timeOfDay(rung.at)}`}
      />
    );
  });
}

function Scale({
  layout,
  dueAt,
  rungs,
  widthPx,
}: {
  layout: CustodyLayout;
  dueAt: string | null;
  rungs: { minutes_before: number; at: string }[];
  widthPx: number;
}) {
  const whole = layout.endMs - layout.startMs;
  const isDueLast = layout.due !== null && layout.due > 0.97;
  const shown = rungs.filter((rung) => {
    const at = (Date.parse(rung.at) - layout.startMs) / whole;
    return at > 0.15 && ((layout.due ?? 1) - at) * widthPx > 50;
  });
  const duePx = layout.due === null ? widthPx : layout.due * widthPx;
  const hasStart = duePx - DUE_LEFT_PX >= START_PX;
  const places = shown.map((rung) => (Date.parse(rung.at) - layout.startMs) / whole);
  return (
    <div className="sd-cust-scale">
      <span>{hasStart ? timeOfDay(layout.startMs) : ""}</span>
      {shown.map((rung, index) => {
        const next = places[index + 1];
        const here = places[index] ?? 0;
        if (next !== undefined && (next - here) * widthPx < 34) return null;
        return (
          <span
            key={rung.minutes_before}
            className="sd-cust-rungword"
            style={{ left: `${here * 100}%` }}
          >
            −{rung.minutes_before}
          </span>
        );
      })}
      {dueAt && layout.due !== null && (
        <b
          className="sd-cust-dueword"
          data-late={layout.due < 1 || undefined}
          style={
            isDueLast
              ? { right: 0 }
              : { left: `${layout.due * 100}%`, transform: "translateX(-80%)" }
          }
        >
          {timeOfDay(dueAt)} {layout.due < 1 ? t`时限` : ""}
        </b>
      )}
    </div>
  );
}

export function CustodyLegend({
  layout,
  stationWord,
}: {
  layout: CustodyLayout;
  stationWord?: string;
}) {
  // One unit for all lines, so that a reader can add them up.
  const isShort = layout.usedMinutes < PLAIN_MINUTES;
  const spanWord = (minutes: number) => (isShort ? t`${minutes} 分` : formatMinutes(minutes));
  const whole = spanWord(layout.usedMinutes);
  return (
    <ul className="sd-cust-legend">
      {legendOf(layout).map((line) => (
        <li key={line.key}>
          <SwatchMark swatch={line.swatch} />
          <span>
            {line.swatch === "station" && stationWord ? stationWord : holderWord(line.holder.kind)}
          </span>{" "}
          <b>{spanWord(line.minutes)}</b>
        </li>
      ))}
      <li className="sd-cust-sum">
        <Trans>合计 {whole}</Trans>
      </li>
    </ul>
  );
}

/** Whose minutes: one bar over the clock's window, its legend always adding up. */
export function CustodyBar({
  spans,
  startAt,
  dueAt,
  rungs = [],
  now,
  isOpen,
  size = "desk",
  stationWord,
  hasLegend = true,
}: CustodyBarProps) {
  const [host, widthPx] = useWidth<HTMLDivElement>();
  const layout = layoutCustody(spans, { startAt, dueAt }, now);
  const nowAt = (now - layout.startMs) / (layout.endMs - layout.startMs);
  const late = layout.due !== null && layout.due < 1;
  const spoken = legendOf(layout)
    .map((line) => `${holderWord(line.holder.kind)} ${formatMinutes(line.minutes)}`)
    .join(t`，`);
  return (
    <div className="sd-cust" data-size={size} data-testid="custody-bar">
      <div
        className="sd-cust-track"
        ref={host}
        role="img"
        aria-label={t`谁用掉了这段时间：${spoken}`}
      >
        <Segments layout={layout} widthPx={widthPx} stationWord={stationWord} />
        <Rungs layout={layout} rungs={rungs} />
        {late && (
          <span className="sd-cust-overrail" style={{ left: `${(layout.due ?? 1) * 100}%` }} />
        )}
        {layout.due !== null && (
          <span className="sd-cust-due" style={{ left: `${layout.due * 100}%` }} />
        )}
        {isOpen && nowAt > 0.005 && nowAt < 0.995 && (
          <span
            className="sd-cust-now"
            style={{ left: `${nowAt * 100}%` }}
            title={t`现在 ${timeOfDay(now)}`}
          />
        )}
      </div>
      <Scale layout={layout} dueAt={dueAt} rungs={rungs} widthPx={widthPx} />
      {hasLegend && <CustodyLegend layout={layout} stationWord={stationWord} />}
    </div>
  );
}
