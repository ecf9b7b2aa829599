import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { listKinds } from "@/api/cases";
import type { MacroDraft, MacroPage } from "@/api/desk";
import type { Direction } from "@/api/stations";
import { currentLocale } from "@/shared/i18n/locale";
import { carrierWord, directionWord, kindWord } from "@/shared/words/words";
import { StepsEditor } from "./StepsEditor";

const CARRIERS = ["zto", "yto", "sto", "yunda", "jt", "sf", "jd", "other"];

interface MacroFormProps {
  start: MacroDraft;
  fields: MacroPage["fields"];
  events: MacroPage["events"];
  mayShare: boolean;
  isReadOnly: boolean;
  refusal: string;
  isPending: boolean;
  onSave: (draft: MacroDraft) => void;
  onDelete?: () => void;
}

function Scope({
  draft,
  onChange,
}: {
  draft: MacroDraft;
  onChange: (change: Partial<MacroDraft>) => void;
}) {
  const kinds = useQuery({ queryKey: ["kinds"], queryFn: listKinds, staleTime: 3_600_000 });
  return (
    <div className="ma-scope">
      <div className="sd-field">
        <label htmlFor="macro-kind">{t`类型`}</label>
        <select
          id="macro-kind"
          className="sd-select"
          value={draft.kind ?? ""}
          onChange={(event) => onChange({ kind: event.target.value || null })}
        >
          <option value="">{t`所有类型`}</option>
          {(kinds.data ?? []).map((kind) => (
            <option key={kind.kind} value={kind.kind}>
              {kindWord(kind.kind)}
            </option>
          ))}
        </select>
      </div>
      <div className="sd-field">
        <label htmlFor="macro-direction">{t`方向`}</label>
        <select
          id="macro-direction"
          className="sd-select"
          value={draft.direction ?? ""}
          onChange={(event) => onChange({ direction: (event.target.value || null) as Direction })}
        >
          <option value="">{t`进港和出港`}</option>
          <option value="inbound">{directionWord("inbound")}</option>
          <option value="outbound">{directionWord("outbound")}</option>
        </select>
      </div>
      <div className="sd-field">
        <label htmlFor="macro-carrier">{t`快递公司`}</label>
        <select
          id="macro-carrier"
          className="sd-select"
          value={draft.carrier ?? ""}
          onChange={(event) => onChange({ carrier: event.target.value || null })}
        >
          <option value="">{t`所有快递公司`}</option>
          {CARRIERS.map((carrier) => (
            <option key={carrier} value={carrier}>
              {carrierWord(carrier)}
            </option>
          ))}
        </select>
      </div>
      <div className="sd-field">
        <label htmlFor="macro-position">{t`次序`}</label>
        <input
          id="macro-position"
          className="sd-input"
          type="number"
          min={0}
          max={10_000}
          value={draft.position ?? ""}
          onChange={(event) =>
            onChange({ position: event.target.value ? Number(event.target.value) : undefined })
          }
        />
      </div>
    </div>
  );
}

/** Title, for what it is, the text with its fields, and the steps. */
export function MacroForm(props: MacroFormProps) {
  const { start, fields, events, mayShare, isReadOnly, refusal, isPending, onSave, onDelete } =
    props;
  const [draft, setDraft] = useState(start);
  const area = useRef<HTMLTextAreaElement>(null);
  const change = (part: Partial<MacroDraft>) => setDraft((before) => ({ ...before, ...part }));
  const insert = (name: string) => {
    const field = area.current;
    const at = field?.selectionStart ?? draft.text.length;
    change({ text: `${draft.text.slice(0, at)}{${name}}${draft.text.slice(at)}` });
    field?.focus();
  };
  const isZh = currentLocale() === "zh";
  return (
    <form
      className="sd-form ma-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(draft);
      }}
    >
      <fieldset disabled={isReadOnly} className="ma-fieldset">
        <div className="sd-field">
          <label htmlFor="macro-title">{t`名称`}</label>
          <input
            id="macro-title"
            className="sd-input"
            required
            maxLength={40}
            value={draft.title}
            onChange={(event) => change({ title: event.target.value })}
            data-testid="macro-title"
          />
        </div>
        <Scope draft={draft} onChange={change} />
        <div className="sd-field">
          <label htmlFor="macro-text">{t`文字`}</label>
          <textarea
            id="macro-text"
            ref={area}
            className="sd-area"
            rows={4}
            value={draft.text}
            onChange={(event) => change({ text: event.target.value })}
            data-testid="macro-text"
          />
          <p className="ma-fields">
            <span className="sd-label">{t`点一下插入字段`}</span>
            {fields.map((field) => (
              <button
                key={field.name}
                type="button"
                className="sd-chip"
                onClick={() => insert(isZh ? field.name : field.name_en)}
              >
                {`{${isZh ? field.name : field.name_en}}`}
              </button>
            ))}
          </p>
        </div>
        <StepsEditor
          events={events.filter(
            (event) =>
              event.kind === draft.kind &&
              (!draft.direction || event.directions.includes(draft.direction)),
          )}
          steps={draft.steps}
          onChange={(steps) => change({ steps })}
        />
        {mayShare && (
          <label className="ma-share">
            <input
              type="checkbox"
              checked={draft.is_shared}
              onChange={(event) => change({ is_shared: event.target.checked })}
              data-testid="macro-shared"
            />
            <Trans>全公司可用</Trans>
          </label>
        )}
        {refusal && (
          <p className="sd-field-error" role="alert" data-testid="macro-refusal">
            {refusal}
          </p>
        )}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={isPending}
            data-testid="macro-save"
          >
            <Trans>保存</Trans>
          </button>
          {onDelete && (
            <button type="button" className="sd-btn" onClick={onDelete} data-testid="macro-delete">
              <Trans>删除</Trans>
            </button>
          )}
        </div>
      </fieldset>
      {isReadOnly && (
        <p className="sd-muted">
          <Trans>全公司的话术由组长或经理修改。</Trans>
        </p>
      )}
    </form>
  );
}
