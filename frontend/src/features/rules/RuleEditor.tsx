import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { checkRules, type Rule, type RuleSet, saveRuleSet, tryRules } from "@/api/rules";
import type { Station } from "@/api/stations";
import { localised } from "@/shared/i18n/locale";
import { localInput } from "@/shared/time/time";
import { errorText } from "@/shared/ui/States";
import { RuleForm } from "./RuleForm";
import { WhatIfTable } from "./WhatIfTable";

const NEW_RULE: Rule = {
  name: "",
  match: {
    causes: ["agent_negligence"],
    categories: [],
    codes: [],
    carriers: [],
    tenure_days_below: null,
    repeat_count_from: null,
  },
  steps: [{ party: "firm", gives: "remainder" }],
};

const today = () => localInput(Date.now()).slice(0, 10);

interface RuleEditorProps {
  base: RuleSet;
  stations: Station[];
  onDone: () => void;
}

function useDraft(base: RuleSet, onDone: () => void) {
  const queries = useQueryClient();
  const [rules, setRules] = useState<Rule[]>(base.rules);
  const doubts = useQuery({
    queryKey: ["rule-doubts", rules],
    queryFn: () => checkRules(rules),
    placeholderData: (before) => before,
    retry: false,
  });
  const trial = useMutation({ mutationFn: tryRules });
  const save = useMutation({
    mutationFn: saveRuleSet,
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["rule-sets"] });
      onDone();
    },
  });
  const move = (from: number, to: number) => {
    const moved = rules[from];
    if (!moved || to < 0 || to >= rules.length) return;
    const others = rules.filter((_, at) => at !== from);
    setRules([...others.slice(0, to), moved, ...others.slice(to)]);
  };
  return { rules, setRules, doubts, trial, save, move };
}

interface DraftFacts {
  name: string;
  /** A code; '' for the whole firm. */
  station: string;
  from: string;
}

function Facts({
  facts,
  stations,
  onChange,
}: {
  facts: DraftFacts;
  stations: Station[];
  onChange: (facts: DraftFacts) => void;
}) {
  return (
    <div className="ru-facts">
      <label>
        <span>{t`名称`}</span>
        <input
          className="sd-input"
          value={facts.name}
          required
          onChange={(event) => onChange({ ...facts, name: event.target.value })}
          data-testid="rule-set-name"
        />
      </label>
      <label>
        <span>{t`谁的规则`}</span>
        <select
          className="sd-input"
          value={facts.station}
          onChange={(event) => onChange({ ...facts, station: event.target.value })}
        >
          <option value="">{t`全公司`}</option>
          {stations.map((each) => (
            <option key={each.id} value={each.code}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t`哪天起`}</span>
        <input
          type="date"
          className="sd-input"
          value={facts.from}
          required
          onChange={(event) => onChange({ ...facts, from: event.target.value })}
        />
      </label>
    </div>
  );
}

/** A new version, drafted on an older one: what is doubtful and who would pay stand beside it. */
export function RuleEditor({ base, stations, onDone }: RuleEditorProps) {
  const { rules, setRules, doubts, trial, save, move } = useDraft(base, onDone);
  const [facts, setFacts] = useState<DraftFacts>({
    name: base.is_example ? "" : base.name,
    station: stations.find((each) => each.id === base.station_id)?.code ?? "",
    from: today(),
  });
  const station = facts.station || null;
  const found = doubts.data ?? [];
  const isBroken = found.some((each) => each.severity === "error");
  return (
    <form
      className="ru-editor"
      data-testid="rule-editor"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name: facts.name, effective_from: facts.from, station, rules });
      }}
    >
      <Facts facts={facts} stations={stations} onChange={setFacts} />
      {rules.map((rule, index) => (
        <RuleForm
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the order
          key={index}
          place={index + 1}
          rule={rule}
          doubts={found.filter((each) => each.rule === index + 1)}
          onChange={(changed) => setRules(rules.map((each, at) => (at === index ? changed : each)))}
          onMove={(by) => move(index, index + by)}
          onRemove={() => setRules(rules.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <button
          type="button"
          className="sd-btn"
          onClick={() => setRules([...rules, { ...NEW_RULE, name: t`新规则` }])}
          data-testid="rule-add"
        >
          <Trans>加一条</Trans>
        </button>
      </div>
      {doubts.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(doubts.error)}
        </p>
      )}
      {isBroken && (
        <p className="sd-field-error" role="alert">
          {localised(
            found.find((each) => each.severity === "error")?.zh ?? "",
            found.find((each) => each.severity === "error")?.en ?? "",
          )}
        </p>
      )}
      <div className="ru-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={!facts.name.trim() || rules.length === 0 || isBroken || doubts.isError}
          data-testid="rule-save"
        >
          <Trans>存为新版本</Trans>
        </button>
        <button
          type="button"
          className="sd-btn"
          onClick={() => trial.mutate({ rules, station, period: null })}
          data-testid="rule-try"
        >
          <Trans>拿上个月试算</Trans>
        </button>
        <button
          type="button"
          className="sd-btn"
          onClick={() => trial.mutate({ rules, station, period: today() })}
          data-testid="rule-try-now"
        >
          <Trans>拿本月试算</Trans>
        </button>
        <button type="button" className="sd-btn" onClick={onDone}>
          <Trans>不改了</Trans>
        </button>
        {(save.isError || trial.isError) && (
          <p className="sd-field-error" role="alert">
            {errorText(save.error ?? trial.error)}
          </p>
        )}
      </div>
      {trial.data && <WhatIfTable found={trial.data} />}
    </form>
  );
}
