import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Comparison } from "@/api/reissue";
import { formatPlain, formatYuan } from "@/shared/money/money";

function Line({ label, wait, reissue }: { label: string; wait: number; reissue: number }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className="sd-num">{formatPlain(wait)}</td>
      <td className="sd-num">{formatPlain(reissue)}</td>
    </tr>
  );
}

/** What waiting would cost beside what sending again would cost. */
export function ComparisonTable({ shown }: { shown: Comparison }) {
  const { figures } = shown;
  const fine = formatYuan(figures.daily_fine_fen);
  const days = figures.expected_days;
  const percent = figures.loss_percent;
  return (
    <table className="dl-compare" data-testid="comparison">
      <thead>
        <tr>
          <td />
          <th scope="col" className="sd-num">
            <Trans>等</Trans>
          </th>
          <th scope="col" className="sd-num">
            <Trans>补单</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        <Line label={t`延误罚款 ${fine} × ${days} 天`} wait={shown.wait_fines_fen} reissue={0} />
        <Line label={t`货值（成本价）`} wait={0} reissue={shown.reissue_goods_fen} />
        <Line label={t`运费`} wait={0} reissue={shown.reissue_freight_fen} />
        {percent > 0 && (
          <Line label={t`吊牌价理赔 × ${percent}%`} wait={shown.wait_claim_fen} reissue={0} />
        )}
        <tr data-total>
          <th scope="row">
            <Trans>预计合计</Trans>
          </th>
          <td className="sd-num">{formatYuan(shown.wait_total_fen)}</td>
          <td className="sd-num">{formatYuan(shown.reissue_total_fen)}</td>
        </tr>
        <tr className="sd-muted">
          <th scope="row">
            <Trans>若最终遗失</Trans>
          </th>
          <td className="sd-num">{formatYuan(shown.if_lost_wait_fen)}</td>
          <td className="sd-num">{formatYuan(shown.if_lost_reissue_fen)}</td>
        </tr>
      </tbody>
    </table>
  );
}

/** The recommendation in a few words; money saved is green, as money is. */
export function Advice({ shown }: { shown: Comparison }) {
  const saved = formatYuan(shown.saving_fen);
  const isReissue = shown.recommendation === "reissue";
  if (shown.saving_fen === 0) return <span className="sd-muted">{t`两边相同`}</span>;
  return (
    <span className="dl-gain" data-testid="advice" data-recommendation={shown.recommendation}>
      {isReissue ? t`补单少损 ${saved}` : t`等少损 ${saved}`}
    </span>
  );
}
