import { t } from "@lingui/core/macro";
import { fieldLabel } from "@/shared/words/fields";
import { Control } from "./Control";
import type { Field, FieldFault, FormValues } from "./schema";
import "./forms.css";

interface SchemaFieldsProps {
  idPrefix: string;
  fields: Field[];
  values: FormValues;
  faults: Record<string, FieldFault>;
  /** What the server said of a field. */
  refusals?: Record<string, string>;
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
    case "not_a_weight":
      return t`请写公斤数，如 1.5`;
    case "out_of_range":
      return t`超出允许范围`;
    case "too_long":
      return t`最多 ${limit} 字`;
    case "too_short":
      return t`至少 ${least} 字`;
  }
}

/** One line a field: label left, control right, beneath what is wrong with it. */
export function SchemaFields(props: SchemaFieldsProps) {
  const { idPrefix, fields, values, faults, refusals = {}, onChange } = props;
  return fields.map((field) => {
    const id = `${idPrefix}-${field.name}`;
    const fault = faults[field.name];
    const wrong = fault ? faultText(fault, field) : refusals[field.name];
    return (
      <div className="sf-line" data-kind={field.kind} key={field.name}>
        <label htmlFor={id} id={`${id}-label`}>
          {fieldLabel(field.name, field.schema)}
          {field.isRequired && !field.held && (
            <span className="sf-required" aria-hidden="true">
              *
            </span>
          )}
        </label>
        <div>
          <Control
            id={id}
            field={field}
            value={values[field.name] ?? ""}
            isWrong={!!wrong}
            onChange={(value) => onChange(field.name, value)}
          />
          {wrong && (
            <p
              className="sd-field-error"
              id={`${id}-fault`}
              role="alert"
              data-testid={`fault-${field.name}`}
            >
              {wrong}
            </p>
          )}
        </div>
      </div>
    );
  });
}
