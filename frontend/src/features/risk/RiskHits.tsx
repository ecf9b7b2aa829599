import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { Case } from "@/api/cases";
import type { Risk } from "@/api/risk";
import { notify } from "@/shared/ui/notices";
import { Tellable } from "@/shared/ui/Tellable";
import { riskStatusWord, riskWord } from "@/shared/words/people";
import { ProposeRisk } from "./ProposeRisk";
import "./risk.css";

/** What is pasted into the courier's chat. */
function courierText(item: Case, hit: Risk): string {
  return `${item.waybill} ${riskWord(hit.category)}：${hit.courier_instruction}`;
}

function Hit({ item, hit }: { item: Case; hit: Risk }) {
  const copy = async () => {
    await navigator.clipboard.writeText(courierText(item, hit));
    notify(t`已复制，可以贴给业务员`);
  };
  const who = [hit.name, hit.phone, hit.address].filter(Boolean).join(" · ");
  return (
    <li data-testid="risk-hit">
      <p>
        <b>{riskWord(hit.category)}</b> <span className="sd-muted">{who}</span>{" "}
        {hit.is_review_due && <span className="sd-chip">{riskStatusWord("expired")}</span>}
      </p>
      {hit.courier_instruction && (
        <p>
          <span className="sd-muted">{t`业务员`}</span> {hit.courier_instruction}{" "}
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            onClick={copy}
            data-testid="risk-copy"
          >
            <Trans>复制给业务员</Trans>
          </button>
        </p>
      )}
      {hit.agent_instruction && (
        <p>
          <span className="sd-muted">{t`坐席`}</span> {hit.agent_instruction}
        </p>
      )}
    </li>
  );
}

/** What the risk register says about the case's people and places: before anything else is done. */
export function RiskHits({ item }: { item: Case }) {
  if (item.risk_hits.length === 0) return null;
  return (
    <section className="cp-section rk-hits" aria-label={t`风险档案`}>
      <h3>
        <Trans>风险档案</Trans> <Tellable may={false} />
      </h3>
      <ul>
        {item.risk_hits.map((hit) => (
          <Hit key={hit.id} item={item} hit={hit} />
        ))}
      </ul>
    </section>
  );
}

/** Puts somebody of the case forward for the register. */
export function ProposeRiskButton({ item }: { item: Case }) {
  const [isProposing, setProposing] = useState(false);
  if (item.closed_at || item.contacts.length === 0) return null;
  return (
    <>
      <button
        type="button"
        className="sd-btn"
        data-variant="link"
        onClick={() => setProposing(true)}
        data-testid="risk-propose"
      >
        <Trans>列入风险档案</Trans>
      </button>
      {isProposing && <ProposeRisk item={item} onClose={() => setProposing(false)} />}
    </>
  );
}
