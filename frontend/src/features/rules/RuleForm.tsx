import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { CAUSES, type Cause } from "@/api/causes";
import type { Doubt, Match, Rule, Step } from "@/api/rules";
import { localised } from "@/shared/i18n/locale";
import { causeWord } from "@/shared/words/words";
import { StepForm } from "./StepForm";
import { useCategories } from "./useCategories";

const NEW_STEP: Step = { party: "agent", gives: "percentage", basis_points: 1000 };

interface RuleFormProps {
  place: number;
  rule: Rule;
  doubts: Doubt[];
  onChange: (rule: Rule) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

const listIn = (text: string) => text.split(/[\s,，、]+/).filter(Boolean);
const numberIn = (text: string) => (text ? Number(text) : null);

interface ChoicesProps {
  legend: string;
  codes: readonly string[];
  chosen: readonly string[];
  wordOf: (code: string) => string;
  onChange: (chosen: string[]) => void;
}

function Choices({ legend, codes, chosen, wordOf, onChange }: ChoicesProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {codes.map((code) => (
        <label key={code} className="ru-chip">
          <input
            type="checkbox"
            checked={chosen.includes(code)}
            onChange={(event) =>
              onChange(
                event.target.checked ? [...chosen, code] : chosen.filter((each) => each !== code),
              )
            }
          />
          {wordOf(code)}
        </label>
      ))}
    </fieldset>
  );
}

function Conditions({ match, onChange }: { match: Match; onChange: (match: Match) => void }) {
  const categories = useCategories();
  return (
    <div className="ru-match">
      <Choices
        legend={t`责任原因（不选为全部）`}
        codes={CAUSES}
        chosen={match.causes}
        wordOf={causeWord}
        onChange={(causes) => onChange({ ...match, causes: causes as Cause[] })}
      />
      <Choices
        legend={t`罚款类别（不选为全部）`}
        codes={categories.codes}
        chosen={match.categories}
        wordOf={categories.wordOf}
        onChange={(chosen) => onChange({ ...match, categories: chosen })}
      />
      <label>
        <span>{t`项目编码`}</span>
        <input
          className="sd-input"
          defaultValue={match.codes.join(" ")}
          placeholder="100201 264-18"
          onBlur={(event) => onChange({ ...match, codes: listIn(event.target.value) })}
        />
      </label>
      <label>
        <span>{t`入职不满（天）`}</span>
        <input
          type="number"
          min={1}
          className="sd-input"
          value={match.tenure_days_below ?? ""}
          onChange={(event) =>
            onChange({ ...match, tenure_days_below: numberIn(event.target.value) })
          }
        />
      </label>
      <label>
        <span>{t`90 天内第几次起`}</span>
        <input
          type="number"
          min={1}
          className="sd-input"
          value={match.repeat_count_from ?? ""}
          onChange={(event) =>
            onChange({ ...match, repeat_count_from: numberIn(event.target.value) })
          }
        />
      </label>
    </div>
  );
}

/** One rule: when it holds, and the waterfall that follows. */
export function RuleForm({ place, rule, doubts, onChange, onMove, onRemove }: RuleFormProps) {
  const setStep = (at: number, step: Step) =>
    onChange({ ...rule, steps: rule.steps.map((each, index) => (index === at ? step : each)) });
  return (
    <fieldset className="ru-rule" data-testid={`rule-${place}`}>
      <legend>
        <Trans>第 {place} 条</Trans>
      </legend>
      <div className="ru-rule-head">
        <input
          className="sd-input"
          aria-label={t`第 ${place} 条的名称`}
          placeholder={t`叫什么`}
          value={rule.name}
          required
          onChange={(event) => onChange({ ...rule, name: event.target.value })}
        />
        <button type="button" className="sd-btn" onClick={() => onMove(-1)} aria-label={t`上移`}>
          ↑
        </button>
        <button type="button" className="sd-btn" onClick={() => onMove(1)} aria-label={t`下移`}>
          ↓
        </button>
        <button type="button" className="sd-btn" onClick={onRemove} aria-label={t`删去这一条`}>
          ×
        </button>
      </div>
      <Conditions match={rule.match} onChange={(match) => onChange({ ...rule, match })} />
      <ol className="ru-steps">
        {rule.steps.map((step, index) => (
          <StepForm
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            key={index}
            place={index + 1}
            step={step}
            onChange={(changed) => setStep(index, changed)}
            onRemove={() =>
              onChange({ ...rule, steps: rule.steps.filter((_, at) => at !== index) })
            }
          />
        ))}
      </ol>
      <button
        type="button"
        className="sd-btn"
        onClick={() => onChange({ ...rule, steps: [NEW_STEP, ...rule.steps] })}
      >
        <Trans>加一步</Trans>
      </button>
      {doubts.map((doubt) => (
        <p key={doubt.code + doubt.other} className="ru-doubt" data-severity={doubt.severity}>
          {localised(doubt.zh, doubt.en)}
        </p>
      ))}
    </fieldset>
  );
}
