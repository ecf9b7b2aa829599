import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { HolderKind } from "@/api/cases";
import type { Fine } from "@/api/fines";
import { formatMinutes } from "@/shared/clock/format";
import { CustodyBar } from "@/shared/custody/CustodyBar";
import { swatchOf } from "@/shared/custody/layout";
import { SwatchMark } from "@/shared/custody/SwatchMark";
import { timeOfDay } from "@/shared/time/time";
import { holderWord, partyWord, policyWord } from "@/shared/words/words";

/** Nobody's name stands at the queue and the intake: they are the firm's own time. */
function ownerOf(kind: HolderKind): string {
  return kind === "queue" || kind === "intake" ? partyWord("firm") : "—";
}

type Held = Pick<Fine, "custody" | "clock">;

/** Whose minutes they were, the most first: the headline of the bar. */
function Used({ custody }: Pick<Fine, "custody">) {
  const minutes = new Map<HolderKind, number>();
  for (const { holder, minutes_inside } of custody)
    minutes.set(holder.kind, (minutes.get(holder.kind) ?? 0) + minutes_inside);
  const total = custody.reduce((sum, span) => sum + span.minutes_inside, 0);
  const parts = [...minutes].filter(([, used]) => used > 0).sort(([, a], [, b]) => b - a);
  const told = parts.map(([kind, used]) => `${holderWord(kind)} ${used}`).join(" · ");
  return (
    <span data-testid="custody-used">
      {told} · <Trans>合计 {total} 分</Trans>
    </span>
  );
}

function CustodyTable({ fine }: { fine: Held }) {
  const inside = fine.custody.reduce((sum, span) => sum + span.minutes_inside, 0);
  const after = fine.custody.reduce((sum, span) => sum + span.minutes_after, 0);
  return (
    <table className="sd-table fi-custody" data-testid="custody-table">
      <thead>
        <tr>
          <th>{t`环节`}</th>
          <th>{t`责任方`}</th>
          <th className="sd-num">{t`起止`}</th>
          <th className="sd-num">{t`时限内`}</th>
          <th className="sd-num">{t`超时后`}</th>
          <th className="sd-num">{t`合计 分`}</th>
        </tr>
      </thead>
      <tbody>
        {fine.custody.map((span) => (
          <tr key={span.from_at}>
            <td>
              <span className="sd-holder">
                <SwatchMark swatch={swatchOf(span.holder.kind)} />
                {holderWord(span.holder.kind)}
              </span>
            </td>
            <td>{span.holder.name || ownerOf(span.holder.kind)}</td>
            <td className="sd-num">
              {timeOfDay(span.from_at)}–{span.to_at ? timeOfDay(span.to_at) : ""}
            </td>
            <td className="sd-num">{span.minutes_inside || "—"}</td>
            <td className={`sd-num ${span.minutes_after > 0 ? "sd-over" : ""}`}>
              {span.minutes_after || "—"}
            </td>
            <td className="sd-num">
              <b>{span.minutes_inside + span.minutes_after}</b>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>
            <b>
              <Trans>合计</Trans>
            </b>
          </td>
          <td />
          <td />
          <td className="sd-num">
            <b>{inside}</b>
          </td>
          <td className={`sd-num ${after > 0 ? "sd-over" : ""}`}>
            <b>{after || "—"}</b>
          </td>
          <td className="sd-num">
            <b>{inside + after}</b>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

export function FineCustody({ fine }: { fine: Held }) {
  const first = fine.custody[0];
  const last = fine.custody.at(-1);
  if (!first || !last) {
    return (
      <section className="fi-section">
        <p className="sd-muted">
          <Trans>没有找到这张运单的工作项，所以没有责任方时间。</Trans>
        </p>
      </section>
    );
  }
  const startAt = fine.clock?.started_at ?? first.from_at;
  const endMs = Date.parse(
    last.to_at ?? fine.clock?.stopped_at ?? fine.clock?.due_at ?? first.from_at,
  );
  const dueAt = fine.clock?.due_at ?? null;
  const span = dueAt
    ? formatMinutes(Math.round((Date.parse(dueAt) - Date.parse(startAt)) / 60_000))
    : "";
  return (
    <section className="fi-section" aria-label={t`责任方时间`}>
      <h3 className="sd-label fi-between">
        {dueAt ? <Trans>谁用掉了这 {span}</Trans> : <Trans>谁用掉了这段时间</Trans>}
        {fine.clock?.policy && <span>{policyWord(fine.clock.policy)}</span>}
        {dueAt && <Used custody={fine.custody} />}
      </h3>
      <div className="fi-bar">
        <CustodyBar
          spans={fine.custody}
          startAt={startAt}
          dueAt={dueAt}
          rungs={fine.clock?.rungs}
          now={endMs}
          isOpen={false}
          size="review"
          hasLegend={false}
        />
      </div>
      <CustodyTable fine={fine} />
    </section>
  );
}
