import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { readCase } from "@/api/cases";
import type { Fine } from "@/api/fines";
import { timeOfDay } from "@/shared/time/time";
import { riskWord } from "@/shared/words/people";

/** Where the case went from one person of the firm to another within its clock's window. */
export function handoversOf(custody: Fine["custody"]) {
  const held = custody.filter((span) => ["agent", "supervisor"].includes(span.holder.kind));
  return held.flatMap((span, at) => {
    const before = held[at - 1];
    return before && before.holder.name !== span.holder.name ? [{ before, span }] : [];
  });
}

function Handovers({ fine }: { fine: Fine }) {
  const found = handoversOf(fine.custody);
  if (found.length === 0) return null;
  return (
    <section className="fi-section fi-around" aria-label={t`交接`} data-testid="fine-handover">
      <h3 className="sd-label">
        <Trans>交接</Trans>
      </h3>
      {found.map(({ before, span }) => {
        const from = before.holder.name;
        const to = span.holder.name;
        const until = before.to_at ? timeOfDay(before.to_at) : "";
        const since = timeOfDay(span.from_at);
        return (
          <p key={span.from_at}>
            <Trans>
              {from} {until} 交出，{to} {since} 接手，时限内 {span.minutes_inside} 分
            </Trans>
          </p>
        );
      })}
    </section>
  );
}

/** What the risk register says of the people and places of the fine's case. */
function Risks({ caseId }: { caseId: string }) {
  const found = useQuery({ queryKey: ["case", caseId], queryFn: () => readCase(caseId) });
  const hits = found.data?.risk_hits ?? [];
  if (hits.length === 0) return null;
  return (
    <section className="fi-section fi-around" aria-label={t`风险档案`} data-testid="fine-risk">
      <h3 className="sd-label">
        <Trans>风险档案命中</Trans>
      </h3>
      {hits.map((hit) => (
        <p key={hit.id}>
          <b>{riskWord(hit.category)}</b>{" "}
          <span className="sd-muted">{[hit.name, hit.address].filter(Boolean).join(" · ")}</span>{" "}
          {hit.agent_instruction || hit.courier_instruction}
        </p>
      ))}
    </section>
  );
}

/** What stands beside the case: hand-overs within the window, hits of the risk register. */
export function FineAround({ fine }: { fine: Fine }) {
  const { session } = useRouteContext({ from: "/firm" });
  return (
    <>
      <Handovers fine={fine} />
      {fine.case && session.permissions.includes("cases_read") && (
        <Risks key={fine.case.id} caseId={fine.case.id} />
      )}
    </>
  );
}
