import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { serverNow } from "@/api/client";
import type { Fine } from "@/api/fines";
import { DisputeCard } from "@/shared/disputes/DisputeCard";
import { DisputeForm, WithdrawButton } from "@/shared/disputes/DisputeForm";

/** The station's right to object to a decision, and what became of it. */
export function OwnerDispute({ fine }: { fine: Fine }) {
  const queries = useQueryClient();
  const reload = () => {
    queries.invalidateQueries({ queryKey: ["fine", fine.id] });
    queries.invalidateQueries({ queryKey: ["owner-report"] });
  };
  const until = fine.attribution?.ended_at ? null : fine.attribution?.station_dispute_until;
  const decidedAt = fine.attribution?.decided_at ?? "";
  const isDisputed = fine.disputes.some((each) => each.raised_at >= decidedAt);
  const isInTime = until ? Date.parse(until) >= serverNow() : false;
  const shareFen = (fine.attribution?.shares ?? [])
    .filter((share) => share.party === "station")
    .reduce((sum, share) => sum + share.amount_fen, 0);
  const open = fine.disputes.find((each) => each.state === "open");
  if (fine.disputes.length === 0 && !until) return null;
  return (
    <section className="ow-section" aria-label={t`异议`} data-testid="owner-dispute">
      <h2 className="sd-label">
        <Trans>异议</Trans>
      </h2>
      {fine.disputes.map((dispute) => (
        <DisputeCard key={dispute.id} dispute={dispute} />
      ))}
      {open && <WithdrawButton disputeId={open.id} onDone={reload} />}
      {until && isInTime && !isDisputed && (
        <DisputeForm fineId={fine.id} shareFen={shareFen} until={until} onDone={reload} />
      )}
      {until && !isInTime && !isDisputed && (
        <p className="sd-muted">
          <Trans>异议期已过；有新证据请联系客服公司的经理。</Trans>
        </p>
      )}
    </section>
  );
}
