import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Quality } from "@/api/dealings";
import { formatPlain } from "@/shared/money/money";

export interface QualityLine {
  key: string;
  names: string[];
  quality: Quality;
  isOpen: boolean;
  onOpen: () => void;
}

function Count({ value, isBad = false }: { value: number; isBad?: boolean }) {
  const style = value === 0 ? "sd-num sd-muted" : "sd-num";
  return (
    <td className={style} data-bad={(isBad && value > 0) || undefined}>
      {value}
    </td>
  );
}

function Figures({ quality }: { quality: Quality }) {
  return (
    <>
      <Count value={quality.filed} />
      <Count value={quality.won} />
      <Count value={quality.lost} />
      <Count value={quality.settled} />
      <Count value={quality.pending} />
      <td className="sd-num">{quality.won_percent === null ? "—" : `${quality.won_percent}%`}</td>
      <td className="sd-num">{formatPlain(quality.awarded_fen)}</td>
      <Count value={quality.messages} />
      <Count value={quality.without_contact} isBad />
      <Count value={quality.copied} isBad />
      <Count value={quality.on_holidays} isBad />
      <Count value={quality.warned} isBad />
    </>
  );
}

interface QualityTableProps {
  heads: string[];
  lines: QualityLine[];
  total: Quality;
}

/** Claims and how they ended on the left, how they were made on the right. */
export function QualityTable({ heads, lines, total }: QualityTableProps) {
  const [first, ...others] = heads;
  return (
    <table className="sd-table ql-table" data-testid="quality-table">
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {others.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          <th scope="col" className="sd-num">{t`上报仲裁`}</th>
          <th scope="col" className="sd-num">{t`胜`}</th>
          <th scope="col" className="sd-num">{t`负`}</th>
          <th scope="col" className="sd-num">{t`私了/撤回`}</th>
          <th scope="col" className="sd-num">{t`未决`}</th>
          <th scope="col" className="sd-num">{t`胜率`}</th>
          <th scope="col" className="sd-num">{t`判赔（元）`}</th>
          <th scope="col" className="sd-num">{t`发往对方`}</th>
          <th scope="col" className="sd-num">{t`未先联系`}</th>
          <th scope="col" className="sd-num">{t`复制粘贴`}</th>
          <th scope="col" className="sd-num">{t`假日上报`}</th>
          <th scope="col" className="sd-num">{t`提醒后仍发`}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key} data-open={line.isOpen || undefined}>
            <th scope="row">
              <button
                type="button"
                className="sd-btn"
                data-variant="link"
                aria-expanded={line.isOpen}
                onClick={line.onOpen}
              >
                {line.names[0] || t`未填写`}
              </button>
            </th>
            {line.names.slice(1).map((name, index) => (
              <td key={heads[index + 1]}>{name || t`未填写`}</td>
            ))}
            <Figures quality={line.quality} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={heads.length}>
            <Trans>合计</Trans>
          </th>
          <Figures quality={total} />
        </tr>
      </tfoot>
    </table>
  );
}
