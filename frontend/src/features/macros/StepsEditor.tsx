import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { EventChoice, MacroStep } from "@/api/desk";
import { EventStep } from "./EventStep";

interface StepsEditorProps {
  events: EventChoice[];
  steps: MacroStep[];
  onChange: (steps: MacroStep[]) => void;
}

function blank(what: MacroStep["do"]): MacroStep {
  if (what === "event") return { do: "event", event: "", data: {} };
  if (what === "note") return { do: "note", text: "" };
  return { do: "snooze", minutes: 30, reason: "" };
}

function StepFields({
  step,
  events,
  onChange,
}: {
  step: MacroStep;
  events: EventChoice[];
  onChange: (step: MacroStep) => void;
}) {
  if (step.do === "event") {
    return <EventStep step={step} events={events} onChange={onChange} />;
  }
  if (step.do === "note") {
    return (
      <input
        className="sd-input"
        value={step.text ?? ""}
        aria-label={t`备注内容`}
        placeholder={t`备注内容，可以用字段`}
        onChange={(event) => onChange({ ...step, text: event.target.value })}
      />
    );
  }
  return (
    <div className="ma-snooze">
      <input
        className="sd-input"
        type="number"
        min={1}
        max={1440}
        value={step.minutes ?? 30}
        aria-label={t`多少分钟后回来`}
        onChange={(event) => onChange({ ...step, minutes: Number(event.target.value) })}
      />
      <input
        className="sd-input"
        value={step.reason ?? ""}
        aria-label={t`理由`}
        placeholder={t`理由`}
        onChange={(event) => onChange({ ...step, reason: event.target.value })}
      />
    </div>
  );
}

/** What the macro does, one after the other; all or nothing. */
export function StepsEditor({ events, steps, onChange }: StepsEditorProps) {
  const words: Record<MacroStep["do"], string> = {
    event: t`动作`,
    note: t`写备注`,
    snooze: t`稍后`,
  };
  const put = (index: number, step: MacroStep) =>
    onChange(steps.map((each, at) => (at === index ? step : each)));
  return (
    <div className="sd-field">
      <span className="sd-label">{t`步骤（全部做成，或一步也不做）`}</span>
      <ol className="ma-steps">
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its place
          <li key={index}>
            <span className="ma-step-word">
              {index + 1}. {words[step.do]}
            </span>
            <StepFields step={step} events={events} onChange={(changed) => put(index, changed)} />
            <button
              type="button"
              className="sd-btn"
              onClick={() => onChange(steps.filter((_, at) => at !== index))}
            >
              <Trans>去掉</Trans>
            </button>
          </li>
        ))}
      </ol>
      <p className="ma-add">
        {(["event", "note", "snooze"] as const).map((what) => (
          <button
            key={what}
            type="button"
            className="sd-btn"
            onClick={() => onChange([...steps, blank(what)])}
            data-testid={`add-${what}`}
          >
            + {words[what]}
          </button>
        ))}
      </p>
    </div>
  );
}
