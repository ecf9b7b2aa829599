import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Fine } from "@/api/fines";
import { localised } from "@/shared/i18n/locale";
import { formatPlain, formatYuan } from "@/shared/money/money";
import { dayAndTime, fullDay } from "@/shared/time/time";
import { Icon, Keycap } from "@/shared/ui/Icon";
import { Waybill } from "@/shared/waybill/Waybill";
import { carrierWord, causeWord, kindWord } from "@/shared/words/words";
import { AppealBox } from "./AppealBox";
import { FineAround } from "./FineAround";
import { FineCustody } from "./FineCustody";
import { FineDisputes } from "./FineDisputes";
import { CauseMark } from "./FineList";
import { MarkLine } from "./MarkLine";
import { costOf } from "./SplitParts";

function Title({ fine, place, total }: { fine: Fine; place: number; total: number }) {
  const what = fine.note || fine.name;
  const amount = formatYuan(Math.abs(fine.amount_fen));
  return (
    <header className="fi-title">
      <div>
        <h2>{fine.amount_fen < 0 ? t`${what}，返 ${amount}` : t`${what}，罚 ${amount}`}</h2>
        <p className="sd-muted">
          {carrierWord(fine.station.carrier)} · {fine.station.name}
          {fine.case && (
            <>
              {" · "}
              <Link
                to="/desk/{-$caseId}"
                params={{ caseId: fine.case.id }}
                search={{ view: "all" }}
              >
                {kindWord(fine.case.kind)} {fine.case.number}
              </Link>
            </>
          )}
          {" · "}
          <Waybill value={fine.waybill} />
          {fine.occurred_at && ` · ${fullDay(fine.occurred_at)}`}
        </p>
      </div>
      <span className="sd-muted fi-place">
        {place} / {total} <Keycap>k</Keycap> <Keycap>j</Keycap>
      </span>
    </header>
  );
}

function BillLine({ fine }: { fine: Fine }) {
  const bill = fine.bill;
  const total = bill && formatYuan(bill.total_fen);
  const accepted = bill && formatYuan(bill.accepted_fen);
  const duplicate = bill && formatYuan(bill.duplicate_fen);
  const rejected = bill && formatYuan(bill.rejected_fen);
  return (
    <section className="fi-section" aria-label={t`账单行`}>
      <h3 className="sd-label fi-between">
        <Trans>账单行</Trans>
        {bill && (
          <span>
            {bill.file_name} ·{" "}
            <Trans>
              合计 {total} = 入账 {accepted} + 重复 {duplicate} + 待修正 {rejected}
            </Trans>
          </span>
        )}
      </h3>
      <table className="fi-bill">
        <thead>
          <tr>
            <th>{t`行`}</th>
            <th>{t`科目代码`}</th>
            <th>{t`科目名称`}</th>
            <th>{t`运单号`}</th>
            <th>{t`考核时间`}</th>
            <th>{t`备注`}</th>
            <th className="sd-num">{t`金额（正数为扣）`}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{fine.line_no}</td>
            <td>{fine.code}</td>
            <td>{fine.name}</td>
            <td>{fine.waybill ?? "—"}</td>
            <td>{fine.occurred_at ? dayAndTime(fine.occurred_at) : "—"}</td>
            <td>{fine.note || "—"}</td>
            <td className="sd-num">{formatPlain(fine.amount_fen)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Why({ fine }: { fine: Fine }) {
  const proposal = fine.proposal;
  if (!proposal) {
    return (
      <section className="fi-section" data-testid="proposal">
        <h3>
          <Trans>没有建议原因</Trans>
        </h3>
        <p className="sd-muted">
          <Trans>这张运单没有可用的工作项和时限记录，请人工判定并写明理由。</Trans>
        </p>
      </section>
    );
  }
  const confidence = Math.round(Number(proposal.confidence ?? 0) * 100);
  return (
    <section
      className="fi-section"
      aria-label={t`建议原因`}
      data-testid="proposal"
      data-cause={proposal.cause}
    >
      <h3 className="fi-cause">
        <span className="sd-label">
          <Trans>建议原因</Trans>
        </span>
        <CauseMark cause={proposal.cause} />
        {proposal.agent && <span className="sd-muted">{proposal.agent.name}</span>}
        <span className="sd-muted" data-testid="confidence">
          <Trans>把握 {confidence}%</Trans>
        </span>
      </h3>
      <ul className="fi-reasons">
        {proposal.reasons.map((reason) => (
          <li key={reason.code + reason.text_zh}>
            <Icon name="check" />
            {localised(reason.text_zh, reason.text_en)}
          </li>
        ))}
      </ul>
      {proposal.against.length > 0 && (
        <>
          <h3 className="sd-label">
            <Trans>为什么不是</Trans>
          </h3>
          <ul className="fi-reasons fi-against">
            {proposal.against.map((reason) => (
              <li key={reason.cause}>
                <Icon name="cross" size={12} />
                <b>{causeWord(reason.cause)}</b>
                <span className="sd-muted">{localised(reason.text_zh, reason.text_en)}</span>
                {fine.split_preview && (
                  <span className="fi-cost">{costOf(fine.split_preview[reason.cause])}</span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface FineReviewProps {
  fine: Fine;
  place: number;
  total: number;
  /** The dispute that stands beside it. */
  shownDispute?: string;
}

/** The middle: bill line, whose minutes, why this cause and why not the others. */
export function FineReview({ fine, place, total, shownDispute }: FineReviewProps) {
  return (
    <article data-testid="fine-review" data-fine-id={fine.id} data-status={fine.status}>
      <Title fine={fine} place={place} total={total} />
      <BillLine fine={fine} />
      <MarkLine fine={fine} />
      {!shownDispute && <FineDisputes fine={fine} />}
      <FineCustody fine={fine} />
      <Why fine={fine} />
      <FineAround fine={fine} />
      <AppealBox fine={fine} />
    </article>
  );
}
