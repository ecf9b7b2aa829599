import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { StatementDetail } from "@/api/statements";
import { formatYuan } from "@/shared/money/money";
import { movementWord } from "./words";
import "./statements.css";

function Row({ name, fen, count }: { name: string; fen: number; count?: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="sd-muted">{count ?? ""}</td>
      <td className={`sd-num ${fen === 0 ? "sd-zero" : ""}`}>{formatYuan(fen)}</td>
    </tr>
  );
}

function payableWord(statement: StatementDetail): string {
  if (statement.party === "agent") return t`期末结欠`;
  if (!statement.is_mine) return t`应付网点`;
  return statement.payable_fen < 0 ? t`您应付` : t`应付给您`;
}

/** From the opening balance to what is payable; every movement is in one of the rows. */
export function Sums({ statement }: { statement: StatementDetail }) {
  const payable = payableWord(statement);
  const isGain = statement.is_mine && statement.payable_fen > 0;
  return (
    <table className="st-sums">
      <caption className="sd-label">
        <Trans>汇总，正数是公司应付</Trans>
      </caption>
      <tbody>
        <Row name={t`期初余额`} fen={statement.opening_fen} />
        {statement.totals.map((each) => (
          <Row
            key={each.kind}
            name={movementWord(each.kind)}
            fen={each.amount_fen}
            count={each.count}
          />
        ))}
        <Row name={t`期末余额`} fen={statement.closing_fen} />
        {statement.undecided_fen !== 0 && (
          <Row name={t`其中待定责`} fen={-statement.undecided_fen} />
        )}
        {statement.frozen_fen !== 0 && <Row name={t`异议冻结`} fen={-statement.frozen_fen} />}
        {statement.paid_since_fen !== 0 && (
          <Row name={t`其后已付`} fen={-statement.paid_since_fen} />
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{payable}</th>
          <td />
          <td className={`sd-num ${isGain ? "sd-gain" : ""}`} data-testid="statement-payable">
            {formatYuan(statement.payable_fen)}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
