import { t } from "@lingui/core/macro";
import { fieldLabel, PROBLEM_TYPES, valueLabel } from "@/shared/words/fields";
import type { Field, FieldFault, FormValues } from "./schema";
import "./forms.css";

/** Up to so many choices are shown side by side; more become a list. */
const SIDE_BY_SIDE = 5;

interface SchemaFieldsProps {
  idPrefix: string;
  fields: Field[];
  values: FormValues;
  faults: Record<string, FieldFault>;
  onChange: (name: string, value: string | boolean) => void;
}

function faultText(fault: FieldFault, field: Field): string {
  const limit = field.maxLength ?? 0;
  const least = field.schema.minLength ?? 0;
  switch (fault) {
    case "missing":
      return t`这一项要填`;
    case "not_an_amount":
      return t`请写金额，最多两位小数`;
    case "not_a_number":
      return t`请写整数`;
    case "out_of_range":
      return t`超出允许范围`;
    case "too_long":
      return t`最多 ${limit} 字`;
    case "too_short":
      return t`至少 ${least} 字`;
  }
}

interface ControlProps {
  id: string;
  field: Field;
  value: string | boolean;
  fault?: FieldFault;
  onChange: (value: string | boolean) => void;
}

function Choices({ id, field, value, fault, onChange }: ControlProps) {
  if (field.choices.length > SIDE_BY_SIDE) {
    return (
      <select
        id={id}
        className="sd-select"
        value={String(value)}
        aria-invalid={!!fault}
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
  return (
    <div
      className="sd-seg"
      role="radiogroup"
      aria-labelledby={`${id}-label`}
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

const INPUT_TYPES: Partial<Record<Field["kind"], string>> = {
  datetime: "datetime-local",
  date: "date",
};
const INPUT_MODES: Partial<Record<Field["kind"], "decimal" | "numeric">> = {
  money: "decimal",
  integer: "numeric",
  number: "decimal",
};

function Control(props: ControlProps) {
  const { id, field, value, fault, onChange } = props;
  if (field.kind === "choice") return <Choices {...props} />;
  if (field.kind === "boolean") {
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
  const shared = {
    id,
    value: String(value),
    "aria-invalid": !!fault,
    "aria-describedby": fault ? `${id}-fault` : undefined,
    "data-testid": `field-${field.name}`,
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
  const hasTypes = field.name === "problem_type";
  return (
    <>
      <input
        {...shared}
        className="sd-input"
        type={INPUT_TYPES[field.kind] ?? "text"}
        inputMode={INPUT_MODES[field.kind]}
        list={hasTypes ? `${id}-types` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {hasTypes && (
        <datalist id={`${id}-types`}>
          {PROBLEM_TYPES.map((type) => (
            <option key={type} value={type}>
              {valueLabel(type)}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

/** One line a field: label left, control right, the fault beneath. */
export function SchemaFields({ idPrefix, fields, values, faults, onChange }: SchemaFieldsProps) {
  return fields.map((field) => {
    const id = `${idPrefix}-${field.name}`;
    const fault = faults[field.name];
    return (
      <div className="sf-line" key={field.name}>
        <label htmlFor={id} id={`${id}-label`}>
          {fieldLabel(field.name, field.schema)}
          {!field.isRequired && field.kind !== "boolean" && (
            <span className="sf-optional">{t`（可不填）`}</span>
          )}
        </label>
        <div>
          <Control
            id={id}
            field={field}
            value={values[field.name] ?? ""}
            fault={fault}
            onChange={(value) => onChange(field.name, value)}
          />
          {fault && (
            <p className="sd-field-error" id={`${id}-fault`} role="alert">
              {faultText(fault, field)}
            </p>
          )}
        </div>
      </div>
    );
  });
}
