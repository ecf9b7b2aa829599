import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Case, CaseClock } from "@/api/cases";
import { Countdown } from "@/shared/clock/Countdown";
import { formatMinutes } from "@/shared/clock/format";
import { useCoarseNow } from "@/shared/clock/ticker";
import { CustodyBar } from "@/shared/custody/CustodyBar";
import { localised } from "@/shared/i18n/locale";
import { briefTime } from "@/shared/time/time";
import { policyWord } from "@/shared/words/words";

/** The first is the one whose window the bar shows: running before stopped, HQ's before ours, then the nearest. */
export function byUrgency(clocks: CaseClock[]): CaseClock[] {
  return [...clocks].sort(
    (a, b) =>
      Number(!!a.stopped_at) - Number(!!b.stopped_at) ||
      Number(a.owner === "firm") - Number(b.owner === "firm") ||
      a.due_at.localeCompare(b.due_at),
  );
}

/** `example.zto.work_order` and `case.work_order` are the same policy's page. */
function searchOf(code: string): { code: string; carrier?: string } {
  const [family, carrier, kind] = code.split(".");
  if (family !== "example" || !kind) return { code };
  return { code: `case.${kind}`, carrier: carrier === "any" ? undefined : carrier };
}

function ClockLine({ clock, now }: { clock: CaseClock; now: number }) {
  const { policy, exemptions = [] } = clock;
  const version = policy?.version ?? "";
  const exempted = exemptions.map((each) => `${each.title} (${each.proof})`).join(" · ");
  const stopped = clock.stopped_at ? briefTime(clock.stopped_at, now) : "";
  return (
    <li data-testid="clock-line">
      <span>
        {clock.owner === "hq" ? t`总部` : t`内部`} ·{" "}
        {localised(clock.label_zh, clock.label_en) || clock.name}
      </span>
      <span className="sd-muted">
        {policy && (
          <Link to="/policies/{-$tab}" params={{ tab: undefined }} search={searchOf(policy.code)}>
            {policy.title ? `${policy.title} v${version}` : policyWord(policy)}
          </Link>
        )}
        {exempted && ` · ${t`免考`} ${exempted}`}
      </span>
      <span>{clock.stopped_at ? <Trans>{stopped} 停</Trans> : briefTime(clock.due_at, now)}</span>
      <Countdown dueAt={clock.due_at} stoppedAt={clock.stopped_at} />
    </li>
  );
}

/** Whose minutes, over the window of the clock that matters, and the other clocks beneath. */
export function CaseClocks({ item }: { item: Case }) {
  const ticking = useCoarseNow(15);
  const now = item.closed_at ? Date.parse(item.closed_at) : ticking;
  const clocks = byUrgency(item.clocks);
  const clock = clocks[0];
  const startAt = clock?.started_at ?? item.opened_at;
  const dueAt = clock?.due_at ?? null;
  const windowMinutes = dueAt ? Math.round((Date.parse(dueAt) - Date.parse(startAt)) / 60_000) : 0;
  const span = formatMinutes(windowMinutes);
  return (
    <section className="cp-section" aria-label={t`时限与责任方`}>
      <h3 className="sd-label">
        {dueAt ? <Trans>谁用掉了这 {span}</Trans> : <Trans>谁用掉了这段时间</Trans>}
      </h3>
      <div className="cp-custody">
        <CustodyBar
          spans={item.custody}
          startAt={startAt}
          dueAt={dueAt}
          rungs={clock?.rungs}
          now={now}
          isOpen={!item.closed_at}
        />
      </div>
      {clocks.length > 0 && (
        <ul className="cp-clocks">
          {clocks.map((line) => (
            <ClockLine key={line.id} clock={line} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}
