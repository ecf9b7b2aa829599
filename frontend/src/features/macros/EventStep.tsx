import { t } from "@lingui/core/macro";
import type { JsonSchema } from "@/api/cases";
import type { EventChoice, MacroStep } from "@/api/desk";
import { localised } from "@/shared/i18n/locale";
import { fieldLabel, valueLabel } from "@/shared/words/fields";

interface EventStepProps {
  step: MacroStep;
  /** Those of the kind and direction that the macro is for. */
  events: EventChoice[];
  onChange: (step: MacroStep) => void;
}

function choicesOf(schema: JsonSchema): string[] {
  const options = [schema, ...(schema.anyOf ?? [])];
  return options.flatMap((option) => option.enum ?? []).map(String);
}

function Entry({
  name,
  schema,
  value,
  onChange,
}: {
  name: string;
  schema: JsonSchema;
  value: string;
  onChange: (value: string) => void;
}) {
  const label = fieldLabel(name, schema);
  const choices = choicesOf(schema);
  if (choices.length === 0) {
    return (
      <input
        className="sd-input"
        value={value}
        aria-label={label}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <select
      className="sd-select"
      value={value}
      aria-label={label}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{label}</option>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {valueLabel(choice, schema)}
        </option>
      ))}
    </select>
  );
}

/** Ids of people are chosen at the case, not written into a macro. */
const isWritten = ([, schema]: [string, JsonSchema]) =>
  ![schema, ...(schema.anyOf ?? [])].some((option) => option.format === "uuid");

/** An event of the kind that the macro is for, and what is entered with it. */
export function EventStep({ step, events, onChange }: EventStepProps) {
  const chosen = events.find((event) => event.event === step.event);
  const data = step.data ?? {};
  if (events.length === 0) {
    return <p className="sd-field-error">{t`先选一个类型，才知道有哪些动作。`}</p>;
  }
  return (
    <div className="ma-event">
      <select
        className="sd-select"
        aria-label={t`动作`}
        value={step.event ?? ""}
        onChange={(event) => onChange({ ...step, event: event.target.value, data: {} })}
      >
        <option value="">{t`请选择`}</option>
        {events.map((event) => (
          <option key={event.event} value={event.event}>
            {localised(event.label_zh, event.label_en)}
          </option>
        ))}
      </select>
      {Object.entries(chosen?.schema.properties ?? {})
        .filter(isWritten)
        .map(([name, schema]) => (
          <Entry
            key={name}
            name={name}
            schema={schema}
            value={String(data[name] ?? "")}
            onChange={(value) => {
              const { [name]: _, ...rest } = data;
              onChange({ ...step, data: value ? { ...rest, [name]: value } : rest });
            }}
          />
        ))}
    </div>
  );
}
