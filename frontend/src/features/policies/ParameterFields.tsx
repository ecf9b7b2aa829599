import { t } from "@lingui/core/macro";
import type { PolicySchema } from "@/api/policies";
import { type ParameterDraft, typeOf } from "./draft";
import { parameterLabel } from "./words";

interface ParameterFieldsProps {
  schema: PolicySchema;
  values: ParameterDraft;
  onChange: (name: string, value: string | boolean) => void;
}

function unitOf(name: string): string {
  if (name.endsWith("_fen")) return t`（元）`;
  return "";
}

/** Everything of a version but its clocks, drawn from the schema of its code. */
export function ParameterFields({ schema, values, onChange }: ParameterFieldsProps) {
  return (
    <div className="po-fields">
      {Object.entries(values).map(([name, value]) => {
        const id = `po-parameter-${name}`;
        const type = typeOf(schema.parameters_schema.properties?.[name]);
        const isLong = type === "lines" || type === "object" || type === "array";
        const label = `${parameterLabel(schema, name)}${unitOf(name)}`;
        if (typeof value === "boolean")
          return (
            <label key={name} className="po-tick">
              <input
                type="checkbox"
                checked={value}
                onChange={(event) => onChange(name, event.target.checked)}
              />{" "}
              {label}
            </label>
          );
        return (
          <div className="sd-field" key={name} data-long={isLong || undefined}>
            <label htmlFor={id}>{label}</label>
            {isLong ? (
              <textarea
                id={id}
                className="sd-area"
                rows={3}
                value={value}
                onChange={(event) => onChange(name, event.target.value)}
              />
            ) : (
              <input
                id={id}
                className="sd-input"
                inputMode={type === "string" ? undefined : "decimal"}
                value={value}
                onChange={(event) => onChange(name, event.target.value)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
