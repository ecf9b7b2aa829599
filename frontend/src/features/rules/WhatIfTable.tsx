import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Bearer, WhatIf } from "@/api/rules";
import { formatYuan } from "@/shared/money/money";
import { partyWord } from "@/shared/words/words";

function who(bearer: Bearer): string {
  const party = partyWord(bearer.party);
  return bearer.name ? `${party} ${bearer.name}` : party;
}

/** A month as it was, and as it would have been. */
export function WhatIfTable({ found }: { found: WhatIf }) {
  const month = found.period.slice(0, 7);
  if (found.fines === 0) {
    return (
      <p className="sd-muted" data-testid="what-if">
        <Trans>{month} 没有已定责的罚款，无从试算。</Trans>
      </p>
    );
  }
  return (
    <section data-testid="what-if">
      <h3>
        <Trans>
          {month}：{found.fines} 笔里有 {found.differing} 笔不一样
        </Trans>
      </h3>
      <table className="sd-table ru-what-if">
        <thead>
          <tr>
            <th>{t`谁承担`}</th>
            <th className="sd-num">{t`原来`}</th>
            <th className="sd-num">{t`按草案`}</th>
            <th className="sd-num">{t`差`}</th>
          </tr>
        </thead>
        <tbody>
          {found.bearers.map((each) => (
            <tr key={who(each)}>
              <td>{who(each)}</td>
              <td className="sd-num">{formatYuan(each.before_fen)}</td>
              <td className="sd-num">{formatYuan(each.after_fen)}</td>
              <td className="sd-num">{formatYuan(each.after_fen - each.before_fen, true)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="ru-moved">
        {found.moved.slice(0, 20).map((each) => (
          <li key={each.fine_id}>
            <Link to="/fines/{-$fineId}" params={{ fineId: each.fine_id }}>
              {formatYuan(each.moved_fen)}
            </Link>{" "}
            {each.rule_name} ·{" "}
            {each.bearers
              .map(
                (bearer) =>
                  `${who(bearer)} ${formatYuan(bearer.before_fen)} → ${formatYuan(bearer.after_fen)}`,
              )
              .join("，")}
          </li>
        ))}
      </ul>
    </section>
  );
}
