import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Fine } from "@/api/fines";
import { DisputeCard } from "@/shared/disputes/DisputeCard";

/** The disputes of a fine inside of its review. */
export function FineDisputes({ fine }: { fine: Fine }) {
  if (fine.disputes.length === 0) return null;
  return (
    <section className="fi-section" aria-label={t`异议`} data-testid="fine-disputes">
      <h3 className="sd-label">
        <Trans>异议</Trans>
      </h3>
      {fine.disputes.map((dispute) => (
        <div key={dispute.id}>
          <DisputeCard dispute={dispute} />
          {dispute.state === "open" && (
            <Link
              to="/disputes/{-$disputeId}"
              params={{ disputeId: dispute.id }}
              className="sd-btn"
              data-testid="to-dispute"
            >
              <Trans>去裁定</Trans>
            </Link>
          )}
        </div>
      ))}
    </section>
  );
}
