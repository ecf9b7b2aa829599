import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Match, Rule, Step } from "@/api/rules";
import { formatYuan } from "@/shared/money/money";
import { carrierWord, causeWord, partyWord } from "@/shared/words/words";
import { useCategories } from "./useCategories";

function stepText(step: Step): string {
  const party = partyWord(step.party);
  const share = `${(step.basis_points ?? 0) / 100}%`;
  const text = {
    fixed: t`${party}承担固定 ${formatYuan(step.amount_fen ?? 0)}`,
    percentage: t`${party}承担全额的 ${share}`,
    percentage_of_remainder: t`${party}承担其余的 ${share}`,
    remainder: t`${party}承担其余`,
  }[step.gives];
  const caps = [
    step.cap_fine_fen != null && t`每笔封顶 ${formatYuan(step.cap_fine_fen)}`,
    step.cap_month_fen != null && t`每月封顶 ${formatYuan(step.cap_month_fen)}`,
    (step.cap_fine_fen != null || step.cap_month_fen != null) &&
      t`超出归${partyWord(step.overflow_to ?? "firm")}`,
  ].filter(Boolean);
  return [text, ...caps].join("，");
}

function matchText(match: Match, categoryWord: (code: string) => string): string {
  const asked = [
    match.causes.map(causeWord).join("、"),
    match.categories.map(categoryWord).join("、"),
    match.codes.join("、"),
    match.carriers.map(carrierWord).join("、"),
    match.tenure_days_below != null && t`入职不满 ${match.tenure_days_below} 天`,
    match.repeat_count_from != null && t`90 天内第 ${match.repeat_count_from} 次起`,
  ].filter(Boolean);
  return asked.join(" · ") || t`所有罚款`;
}

/** Rules as sentences, in the order in which they are tried. */
export function RuleText({ rules }: { rules: Rule[] }) {
  const { wordOf } = useCategories();
  return (
    <ol className="ru-rules" data-testid="rule-text">
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the order
        <li key={index}>
          <h3>{rule.name}</h3>
          <p className="sd-muted">
            <Trans>适用：{matchText(rule.match, wordOf)}</Trans>
          </p>
          <ol>
            {rule.steps.map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <li key={at}>{stepText(step)}</li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}
