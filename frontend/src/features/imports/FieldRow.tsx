import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ColumnUse, Draft, ListField } from "@/api/mappings";
import { localised } from "@/shared/i18n/locale";

interface FieldRowProps {
  field: ListField;
  use: ColumnUse;
  columns: string[];
  samples: Draft["columns"];
  onUse: (use: ColumnUse) => void;
}

const CONSTANT = "\u0000constant";

/** Words of the table's own, each given its meaning. */
function Translations({ field, use, samples, onUse }: Omit<FieldRowProps, "columns">) {
  const found = samples.find((each) => each.name === use.column)?.samples ?? [];
  return (
    <ul className="im-values">
      {found.map((word) => (
        <li key={word}>
          <span>{word}</span>
          <select
            className="sd-input"
            aria-label={t`${word} 是什么`}
            value={use.values?.[word] ?? ""}
            onChange={(event) => {
              const { [word]: _, ...values } = use.values ?? {};
              if (event.target.value) values[word] = event.target.value;
              onUse({ ...use, values });
            }}
          >
            <option value="">{t`照写`}</option>
            {field.choices.map((choice) => (
              <option key={choice.code} value={choice.code}>
                {localised(choice.zh, choice.en)}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
}

function Amount({ use, columns, onUse }: Pick<FieldRowProps, "use" | "columns" | "onUse">) {
  return (
    <span className="im-amount">
      <label>
        <span>{t`减去`}</span>
        <select
          className="sd-input"
          value={use.minus ?? ""}
          onChange={(event) => onUse({ ...use, minus: event.target.value || undefined })}
        >
          <option value="">{t`无`}</option>
          {columns.map((column) => (
            <option key={column}>{column}</option>
          ))}
        </select>
      </label>
      <label className="im-strict">
        <input
          type="checkbox"
          checked={use.is_negated ?? false}
          onChange={(event) => onUse({ ...use, is_negated: event.target.checked || undefined })}
        />
        <span>
          <Trans>负数是扣款</Trans>
        </span>
      </label>
    </span>
  );
}

/** One thing that the list should tell, and where it is to be found. */
export function FieldRow({ field, use, columns, samples, onUse }: FieldRowProps) {
  const isConstant = use.constant !== undefined;
  const found = samples.find((each) => each.name === use.column)?.samples ?? [];
  const label = localised(field.zh, field.en);
  return (
    <tr data-testid={`field-${field.code}`}>
      <th scope="row">
        {label}
        {field.is_required && <b aria-hidden="true"> *</b>}
      </th>
      <td>
        <select
          className="sd-input"
          aria-label={t`${label} 取自哪一列`}
          value={isConstant ? CONSTANT : (use.column ?? "")}
          onChange={(event) => {
            const chosen = event.target.value;
            if (chosen === CONSTANT) onUse({ constant: "" });
            else onUse(chosen ? { column: chosen } : {});
          }}
          data-testid={`column-of-${field.code}`}
        >
          <option value="">{t`不取`}</option>
          <option value={CONSTANT}>{t`每行都是…`}</option>
          {columns.map((column) => (
            <option key={column}>{column}</option>
          ))}
        </select>
        {isConstant && (
          <input
            className="sd-input"
            aria-label={t`${label} 每行都是`}
            value={use.constant}
            onChange={(event) => onUse({ constant: event.target.value })}
            data-testid={`constant-of-${field.code}`}
          />
        )}
        {field.is_amount && use.column && <Amount use={use} columns={columns} onUse={onUse} />}
      </td>
      <td>
        {field.choices.length > 0 && use.column ? (
          <Translations field={field} use={use} samples={samples} onUse={onUse} />
        ) : (
          <span className="sd-muted">{found.slice(0, 2).join(" · ")}</span>
        )}
      </td>
    </tr>
  );
}
