import { t } from "@lingui/core/macro";
import { localised } from "@/shared/i18n/locale";
import { valueLabel } from "@/shared/words/fields";
import { QuickTimes } from "./QuickTimes";
import type { Field } from "./schema";

/** Up to so many choices are shown side by side; more become a list. */
const SIDE_BY_SIDE = 5;

export interface ControlProps {
  id: string;
  field: Field;
  value: string | boolean;
  isWrong: boolean;
  onChange: (value: string | boolean) => void;
}

function List({ id, field, value, isWrong, onChange }: ControlProps) {
  return (
    <select
      id={id}
      className="sd-select"
      value={String(value)}
      aria-invalid={isWrong}
      aria-required={field.isRequired}
      aria-describedby={isWrong ? `${id}-fault` : undefined}
      onChange={(event) => onChange(event.target.value)}
      data-testid={`field-${field.name}`}
    >
      <option value="">{t`请选择`}</option>
      {field.choices.map((choice) => (
        <option key={choice} value={choice}>
          {valueLabel(choice, field.schema)}
        </option>
      ))}
    </select>
  );
}

function Segments({ id, field, value, isWrong, onChange }: ControlProps) {
  return (
    <div
      className="sd-seg"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-required={field.isRequired}
      aria-invalid={isWrong}
      data-testid={`field-${field.name}`}
    >
      {field.choices.map((choice, index) => (
        <label key={choice}>
          <input
            type="radio"
            id={index === 0 ? id : undefined}
            name={id}
            value={choice}
            checked={value === choice}
            onChange={() => onChange(choice)}
          />
          {valueLabel(choice, field.schema)}
        </label>
      ))}
    </div>
  );
}

function Many({ id, field, value, isWrong, onChange }: ControlProps) {
  const chosen = String(value).split("\n").filter(Boolean);
  const toggle = (choice: string) =>
    onChange(
      field.choices
        .filter((each) => (each === choice ? !chosen.includes(each) : chosen.includes(each)))
        .join("\n"),
    );
  return (
    <fieldset
      className="sf-many"
      aria-labelledby={`${id}-label`}
      aria-describedby={isWrong ? `${id}-fault` : undefined}
      data-testid={`field-${field.name}`}
    >
      {field.choices.map((choice, index) => (
        <label key={choice}>
          <input
            type="checkbox"
            id={index === 0 ? id : undefined}
            checked={chosen.includes(choice)}
            aria-invalid={isWrong}
            onChange={() => toggle(choice)}
          />
          {valueLabel(choice, field.schema)}
        </label>
      ))}
    </fieldset>
  );
}

const INPUT_TYPES: Partial<Record<Field["kind"], string>> = {
  datetime: "datetime-local",
  date: "date",
};
const INPUT_MODES: Partial<Record<Field["kind"], "decimal" | "numeric">> = {
  money: "decimal",
  weight: "decimal",
  integer: "numeric",
  number: "decimal",
};

function unitOf(field: Field): string | null {
  if (field.kind === "weight") return t`公斤`;
  if (field.schema.x_unit === "minutes") return t`分钟`;
  return null;
}

function Typed({ id, field, value, isWrong, onChange }: ControlProps) {
  const unit = unitOf(field);
  const { x_hint_zh: zh, x_hint_en: en } = field.schema;
  const held = field.held;
  const hint = held
    ? t`${held}，不改就留空`
    : localised(zh as string | undefined, en as string | undefined);
  const shared = {
    id,
    value: String(value),
    "aria-invalid": isWrong,
    "aria-required": field.isRequired && !held,
    "aria-describedby": isWrong ? `${id}-fault` : undefined,
    "data-testid": `field-${field.name}`,
    placeholder: hint || undefined,
  };
  if (field.kind === "area" || field.kind === "list") {
    return (
      <textarea
        {...shared}
        className="sd-area"
        rows={2}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <span className="sf-typed" data-short={unit || field.kind === "money" ? true : undefined}>
      <input
        {...shared}
        className="sd-input"
        type={INPUT_TYPES[field.kind] ?? "text"}
        inputMode={INPUT_MODES[field.kind]}
        onChange={(event) => onChange(event.target.value)}
      />
      {unit && <span className="sd-muted">{unit}</span>}
      {field.kind === "datetime" && <QuickTimes tense={field.schema.x_tense} onChoose={onChange} />}
    </span>
  );
}

/** The control that fits the field. */
export function Control(props: ControlProps) {
  const { id, field, value, onChange } = props;
  if (field.kind === "choice")
    return field.choices.length > SIDE_BY_SIDE ? <List {...props} /> : <Segments {...props} />;
  if (field.kind === "many") return <Many {...props} />;
  if (field.kind !== "boolean") return <Typed {...props} />;
  return (
    <input
      id={id}
      type="checkbox"
      checked={value === true}
      onChange={(event) => onChange(event.target.checked)}
      data-testid={`field-${field.name}`}
    />
  );
}
