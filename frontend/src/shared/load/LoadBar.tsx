import { t } from "@lingui/core/macro";
import "./load.css";

/** Without a limit the bar is drawn against this many. */
const USUAL = 30;

/** Cases in hand, against the limit: a tick marks it. */
export function LoadBar({ held, most }: { held: number; most: number | null }) {
  const whole = Math.max(most ?? USUAL, held, 1);
  const label = most === null ? t`手上 ${held} 件` : t`手上 ${held} 件，上限 ${most}`;
  return (
    <span className="sd-load" role="img" aria-label={label} title={label}>
      <i className="sd-load-track">
        <i className="sd-load-fill" style={{ width: `${(held / whole) * 100}%` }} />
        {most !== null && (
          <i className="sd-load-limit" style={{ left: `${(most / whole) * 100}%` }} />
        )}
      </i>
      <b>{held}</b>
    </span>
  );
}
