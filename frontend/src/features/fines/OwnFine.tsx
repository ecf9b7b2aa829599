import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import type { OwnFineDetail } from "@/api/ownFines";
import { DisputeCard } from "@/shared/disputes/DisputeCard";
import { DisputeForm, WithdrawButton } from "@/shared/disputes/DisputeForm";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime, fullDay } from "@/shared/time/time";
import { Icon } from "@/shared/ui/Icon";
import { Waybill } from "@/shared/waybill/Waybill";
import { carrierWord } from "@/shared/words/words";
import { FineCustody } from "./FineCustody";
import { CauseMark } from "./FineList";
import { Shares, Steps } from "./SplitParts";

/** The fine, whose minutes it was, and why it was decided so. */
export function OwnFineReview({ fine }: { fine: OwnFineDetail }) {
  const by = fine.approved_by ? `${fine.decided_by}、${fine.approved_by}` : fine.decided_by;
  const at = dayAndTime(fine.decided_at);
  const share = formatYuan(fine.share_fen);
  const whole = formatYuan(fine.amount_fen);
  return (
    <article data-testid="own-fine" data-fine-id={fine.id}>
      <header className="fi-title">
        <div>
          <h2>
            {fine.is_standing ? t`${fine.name}，您承担 ${share}` : t`${fine.name}，定责已撤回`}
          </h2>
          <p className="sd-muted">
            {carrierWord(fine.carrier)} · {fine.station_name} · <Waybill value={fine.waybill} /> ·{" "}
            {fullDay(fine.occurred_at)} · {t`罚 ${whole}`}
            {fine.bill_note && ` · ${fine.bill_note}`}
          </p>
        </div>
      </header>
      <FineCustody fine={fine} />
      <section className="fi-section" aria-label={t`为什么`}>
        <h3 className="fi-cause">
          <span className="sd-label">
            <Trans>原因</Trans>
          </span>
          <CauseMark cause={fine.cause} />
          <span className="sd-muted">
            <Trans>
              {by} {at} 定
            </Trans>
          </span>
        </h3>
        <ul className="fi-reasons">
          {fine.reasons.map((reason) => (
            <li key={reason.code + reason.text_zh}>
              <Icon name="check" />
              {localised(reason.text_zh, reason.text_en)}
            </li>
          ))}
        </ul>
        {fine.note && <p>{fine.note}</p>}
        {fine.end_note && <p className="sd-muted">{fine.end_note}</p>}
      </section>
    </article>
  );
}

/** The split with every step, and the right to object. */
export function OwnFineSplit({ fine }: { fine: OwnFineDetail }) {
  const queries = useQueryClient();
  const reload = () => {
    queries.invalidateQueries({ queryKey: ["own-fines"] });
    queries.invalidateQueries({ queryKey: ["own-fine", fine.id] });
  };
  const open = fine.disputes.find((each) => each.state === "open");
  const until = fine.dispute_until;
  const day = until ? dayAndTime(until) : "";
  const isOver = fine.is_standing && until !== null && !fine.may_dispute && !fine.dispute_state;
  return (
    <aside className="fi-split" aria-label={t`分摊`}>
      <header>
        <h2>
          <Trans>分摊</Trans>
        </h2>
        {fine.rule && (
          <span className="sd-muted">
            {fine.rule.name}
            {fine.rule.version > 0 && ` v${fine.rule.version}`}
          </span>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <section className="fi-split-body" aria-label={t`分摊和异议`} tabIndex={0}>
        <Steps fine={fine} steps={fine.steps} />
        <Shares shares={fine.shares} totalFen={fine.amount_fen} />
        {fine.disputes.map((dispute) => (
          <DisputeCard key={dispute.id} dispute={dispute} />
        ))}
        {isOver && (
          <p className="sd-muted">
            <Trans>异议期 {day} 已过；有新证据请找经理。</Trans>
          </p>
        )}
      </section>
      {(open || fine.may_dispute) && (
        <div className="fi-decide">
          {open && <WithdrawButton disputeId={open.id} onDone={reload} />}
          {fine.may_dispute && until && (
            <DisputeForm fineId={fine.id} shareFen={fine.share_fen} until={until} onDone={reload} />
          )}
        </div>
      )}
    </aside>
  );
}
