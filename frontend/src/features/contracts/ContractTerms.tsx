import { t } from "@lingui/core/macro";
import type { Contract } from "@/api/contracts";
import { formatYuan } from "@/shared/money/money";
import { directionWord, kindWord } from "@/shared/words/words";

const BASIS_POINTS_OF_ALL = 10_000;

function hoursText(contract: Contract): string {
  const hours = contract.service_hours;
  if (!hours) return t`全天`;
  const windows = (given: string[] | undefined) => given?.join("、") || t`不服务`;
  return t`工作日 ${windows(hours.workday)}；休息日 ${windows(hours.rest_day)}`;
}

/** Fees are agreed without VAT; what is billed is said beside it. */
function feeText(fen: number, basisPoints: number): string {
  if (fen === 0) return "—";
  if (basisPoints === 0) return formatYuan(fen);
  const billed = fen + Math.round((fen * basisPoints) / BASIS_POINTS_OF_ALL);
  return t`${formatYuan(fen)}（含税 ${formatYuan(billed)}）`;
}

/** What a contract covers, and what it costs. */
export function ContractTerms({ contract }: { contract: Contract }) {
  const vat = contract.vat_basis_points;
  const terms: [string, string][] = [
    [t`工作项种类`, contract.kinds.map(kindWord).join("、") || t`全部`],
    [t`方向`, contract.directions.map(directionWord).join("、") || t`进出港`],
    [t`服务时间`, hoursText(contract)],
    [t`月费`, feeText(contract.month_fee_fen, vat)],
    [t`每件`, feeText(contract.parcel_fee_fen, vat)],
    [t`每月最低`, feeText(contract.minimum_fee_fen, vat)],
    [t`加班每小时`, feeText(contract.overtime_fee_fen, vat)],
    [t`增值税`, `${vat / 100}%`],
    [t`对方责任先垫付`, contract.advances_counterparty ? t`是` : t`否`],
  ];
  return (
    <dl className="ct-terms">
      {terms.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      {contract.note && (
        <div>
          <dt>{t`备注`}</dt>
          <dd>{contract.note}</dd>
        </div>
      )}
    </dl>
  );
}
