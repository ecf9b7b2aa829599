import type { HTMLInputTypeAttribute } from "react";

interface TextFieldProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  isRequired?: boolean;
  isLong?: boolean;
  type?: HTMLInputTypeAttribute;
  placeholder?: string;
  maxLength?: number;
}

/** A label, and one line or several to write. */
export function TextField(props: TextFieldProps) {
  const { id, label, value, onChange, isRequired, isLong, type, placeholder, maxLength } = props;
  const shared = { id, value, required: isRequired, placeholder, maxLength, "data-testid": id };
  return (
    <div className="sd-field">
      <label htmlFor={id}>{label}</label>
      {isLong ? (
        <textarea
          {...shared}
          className="sd-area"
          rows={2}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          {...shared}
          type={type ?? "text"}
          className="sd-input"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  );
}

interface ChoiceFieldProps {
  id: string;
  label: string;
  value: string;
  choices: readonly string[];
  word: (choice: string) => string;
  onChange: (value: string) => void;
}

/** A label and a list of choices. */
export function ChoiceField({ id, label, value, choices, word, onChange }: ChoiceFieldProps) {
  return (
    <div className="sd-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="sd-select"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-testid={id}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {word(choice)}
          </option>
        ))}
      </select>
    </div>
  );
}
