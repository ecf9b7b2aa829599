import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Fine, Share, SplitPreview, SplitStep } from "@/api/fines";
import { formatPlain, formatYuan } from "@/shared/money/money";
import { stepText } from "@/shared/words/step";
import { accountWord, partyWord } from "@/shared/words/words";
import { layoutSteps, percentOf } from "./split";

/** Steps whose amount comes on top of what was there: shown with their sign. */
const MOVED = new Set(["OVERFLOW", "DISPUTE"]);

/** Who would pay what, in one line. */
export function costOf(preview: SplitPreview | undefined): string {
  if (!preview) return t`暂不分摊`;
  const parts = preview.shares.filter((share) => share.amount_fen !== 0);
  return parts
    .map((share) => `${partyWord(share.party)} ${formatYuan(share.amount_fen)}`)
    .join(" / ");
}

/** The waterfall, each step drawn to the scale of the whole fine. */
export function Steps({
  fine,
  steps,
}: {
  fine: Pick<Fine, "code" | "amount_fen">;
  steps: SplitStep[];
}) {
  return (
    <ol className="sp-steps" data-testid="split-steps">
      <li>
        <p>
          <b>
            <Trans>罚款</Trans> <span className="sd-muted">{fine.code}</span>
          </b>
          <b>{formatYuan(fine.amount_fen)}</b>
        </p>
        <i className="sp-bar sp-total" aria-hidden="true" />
      </li>
      {layoutSteps(steps, fine.amount_fen).map((bar, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their order
        <li key={index}>
          <p>
            <span>{stepText(bar.step)}</span>
            <b>{formatYuan(bar.step.amount_fen, MOVED.has(bar.step.reason_code))}</b>
          </p>
          <span className="sp-track" aria-hidden="true">
            <i
              className="sp-bar"
              data-party={bar.step.party}
              data-cut={bar.isCut || undefined}
              style={{ left: `${bar.start * 100}%`, width: `${bar.width * 100}%` }}
            />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Who bears what: bar, amounts, per cent; the lines add up to the fine. */
export function Shares({ shares, totalFen }: { shares: Share[]; totalFen: number }) {
  return (
    <div className="sp-shares" data-testid="split-shares">
      <div className="sp-row" aria-hidden="true">
        {shares.map(
          (share) =>
            share.amount_fen !== 0 && (
              <i
                key={share.account}
                className="sp-bar"
                data-party={share.party}
                style={{ flexGrow: Math.abs(share.amount_fen) }}
              />
            ),
        )}
      </div>
      <table>
        <tbody>
          {shares.map((share) => (
            <tr
              key={share.account}
              data-party={share.party}
              className={share.amount_fen === 0 ? "sd-zero" : undefined}
            >
              <td>
                <i className="sp-mark" data-party={share.party} aria-hidden="true" />
                {partyWord(share.party)} {share.party === "firm" ? "" : share.name}
              </td>
              <td className="sd-num">{percentOf(share.amount_fen, totalFen)}</td>
              <td className="sd-num">
                <b>{formatYuan(share.amount_fen)}</b>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>
              <b>
                <Trans>合计</Trans>
              </b>
            </td>
            <td />
            <td className="sd-num">
              <b>{formatYuan(shares.reduce((sum, share) => sum + share.amount_fen, 0))}</b>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Who is behind an account: the share's name, or the station of the fine. */
function namesOf(fine: Fine, shares: Share[]): Map<string, string | null> {
  const names = new Map(
    shares.map((share) => [share.account, share.party === "firm" ? null : share.name]),
  );
  for (const side of ["unattributed", "station"])
    names.set(`${side}/${fine.station.code}`, fine.station.name);
  return names;
}

export function Entries({
  fine,
  entries,
  shares,
}: {
  fine: Fine;
  entries: SplitPreview["entries"];
  shares: Share[];
}) {
  const names = namesOf(fine, shares);
  return (
    <section aria-label={t`记账`}>
      <h3 className="sd-label">
        <Trans>通过后记账</Trans>
      </h3>
      <ul className="sp-entries">
        {entries.map((entry) => (
          <li key={entry.account}>
            <span>
              {entry.debit_fen > 0 ? t`借` : t`贷`}{" "}
              {accountWord(entry.account, names.get(entry.account))}
            </span>
            <span>{formatPlain(entry.debit_fen || entry.credit_fen)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
