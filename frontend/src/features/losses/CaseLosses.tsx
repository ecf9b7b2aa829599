import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { type Loss, lossesOfCase } from "@/api/losses";
import { formatYuan } from "@/shared/money/money";
import { LossForm } from "./LossForm";
import { lossStatusWord, lossWord } from "./words";
import "./losses.css";

/** Kinds of case in which something is lost that no bill says. */
const COSTLY = new Set(["arbitration", "complaint", "problem_parcel", "work_order", "reissue"]);

/** What the case has cost and no bill says, and the way to enter it. */
export function CaseLosses({ item }: { item: Case }) {
  const { session } = useRouteContext({ from: "/firm" });
  const mayEnter = session.permissions.includes("losses_enter") && COSTLY.has(item.kind);
  const [entering, setEntering] = useState<Loss | "new" | null>(null);
  const query = useQuery({
    queryKey: ["losses", "case", item.id, item.version],
    queryFn: () => lossesOfCase(item.id),
    enabled: mayEnter,
  });
  if (!mayEnter) return null;
  const losses = query.data?.items ?? [];
  return (
    <section className="cp-section" aria-label={t`损失`} data-testid="case-losses">
      <h3 className="sd-label ls-head">
        <Trans>账单外损失</Trans>
        <button
          type="button"
          className="sd-btn"
          data-variant="link"
          onClick={() => setEntering("new")}
          data-testid="loss-new"
        >
          <Trans>登记损失</Trans>
        </button>
      </h3>
      {losses.length > 0 && (
        <ul className="ls-case">
          {losses.map((loss) => (
            <li key={loss.id} data-testid="case-loss" data-status={loss.status}>
              <span>
                {lossWord(loss.kind)} · {lossStatusWord(loss.status)}
                {loss.reason && <span className="sd-muted"> · {loss.reason}</span>}
              </span>
              <span className="sd-num">{formatYuan(loss.amount_fen)}</span>
              {loss.status === "suggested" && (
                <button type="button" className="sd-btn" onClick={() => setEntering(loss)}>
                  <Trans>补证据登记</Trans>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {entering && (
        <LossForm
          item={item}
          suggested={entering === "new" ? null : entering}
          onClose={() => setEntering(null)}
        />
      )}
    </section>
  );
}
