import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Month } from "@/api/closing";
import { dayAndTime } from "@/shared/time/time";
import { monthStateWord } from "./words";

const PHASES = ["waiting", "posting", "sealing", "stating"];

/** How far a close has come; it goes on when the page is left. */
export function CloseProgress({ month }: { month: Month }) {
  const at = PHASES.indexOf(month.state);
  const { requested_by: by, requested_at: since } = month;
  return (
    <section className="cl-progress" aria-live="polite" data-testid="close-progress">
      <ol>
        {PHASES.map((phase, place) => (
          <li key={phase} data-state={place < at ? "past" : place === at ? "now" : "next"}>
            {monthStateWord(phase)}
            {place === at && month.total > 0 && (
              <span className="sd-num">
                {" "}
                {month.done} / {month.total}
              </span>
            )}
          </li>
        ))}
      </ol>
      <progress
        aria-label={t`结账进度`}
        max={PHASES.length}
        value={at + (month.total > 0 ? month.done / month.total : 0.5)}
      />
      <p className="sd-muted">
        <Trans>
          {by} 于 {since ? dayAndTime(since) : ""} 发起。可以离开本页，稍后回来看。
        </Trans>
      </p>
    </section>
  );
}
