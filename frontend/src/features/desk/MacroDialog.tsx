import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { type Macro, previewMacro } from "@/api/desk";
import { localised } from "@/shared/i18n/locale";
import { Dialog } from "@/shared/ui/Dialog";
import { Keycap } from "@/shared/ui/Icon";

interface MacroDialogProps {
  item: Case;
  macros: Macro[];
  isOpen: boolean;
  onClose: () => void;
  onTake: (macro: Macro) => void;
  refusal: string;
}

/** What the macro would say and do on this case. */
function Preview({ item, macro }: { item: Case; macro: Macro }) {
  const query = useQuery({
    queryKey: ["macro-preview", item.id, item.version, macro.id, macro.version],
    queryFn: () => previewMacro(item.id, macro.id),
  });
  const filled = query.data;
  if (!filled) return <p className="sd-muted">{t`正在填写…`}</p>;
  const missing = filled.missing.map((name) => `{${name}}`).join(t`、`);
  return (
    <div className="mc-preview" data-testid="macro-preview">
      {filled.text && <p>{filled.text}</p>}
      <ol>
        {filled.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name than their place
          <li key={index}>
            <b>{localised(step.label_zh, step.label_en)}</b>{" "}
            {step.text || Object.values(step.data).filter(Boolean).map(String).join(" · ")}
          </li>
        ))}
      </ol>
      {missing && (
        <p className="sd-field-error">
          <Trans>这件还没有：{missing}</Trans>
        </p>
      )}
    </div>
  );
}

function Choices({ item, macros, onTake, refusal }: MacroDialogProps) {
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const words = text.trim().toLowerCase();
  const found = macros.filter((macro) =>
    `${macro.title} ${macro.text}`.toLowerCase().includes(words),
  );
  const at = Math.min(place, Math.max(found.length - 1, 0));
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const numbered = text === "" && /^[1-9]$/.test(event.key) ? found[Number(event.key) - 1] : null;
    if (numbered && numbered.steps.length > 0) setPlace(Number(event.key) - 1);
    else if (numbered) onTake(numbered);
    else if (event.key === "ArrowDown") setPlace(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setPlace(Math.max(at - 1, 0));
    else if (event.key === "Enter" && found[at]) onTake(found[at]);
    else return;
    event.preventDefault();
  };
  const current = found[at];
  return (
    <div className="mc-choose">
      <input
        className="sd-input"
        data-autofocus
        data-testid="macro-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="macro-list"
        aria-activedescendant={current ? `macro-${current.id}` : undefined}
        aria-label={t`找一条话术`}
        placeholder={t`按数字，或输入几个字`}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setPlace(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="macro-list" role="listbox" aria-label={t`话术`} className="mc-options">
        {found.map((macro, index) => (
          <div
            key={macro.id}
            id={`macro-${macro.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="sh-palette-item"
            onClick={() => setPlace(index)}
            onDoubleClick={() => onTake(macro)}
            onKeyDown={onKeyDown}
          >
            <span>
              {index < 9 && words === "" && <Keycap>{String(index + 1)}</Keycap>} {macro.title}
            </span>
            <span className="sd-muted">
              {macro.steps.length > 0 ? t`${macro.steps.length} 步` : t`文字`}
              {macro.is_mine && t` · 我的`}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="sd-muted">{t`没有这样的话术。`}</p>}
      {current && <Preview item={item} macro={current} />}
      {refusal && (
        <p className="sd-field-error" role="alert" data-testid="macro-refusal">
          {refusal}
        </p>
      )}
      {current && (
        <div className="sd-form-foot">
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            onClick={() => onTake(current)}
            data-testid="macro-take"
          >
            {current.steps.length > 0 ? t`执行` : t`插入`}
            <Keycap>↵</Keycap>
          </button>
        </div>
      )}
    </div>
  );
}

/** One key or a few letters choose; what it will say and do stands beneath. */
export function MacroDialog(props: MacroDialogProps) {
  return (
    <Dialog title={t`话术`} isOpen={props.isOpen} onClose={props.onClose} testId="macro-dialog">
      {props.isOpen && <Choices {...props} />}
    </Dialog>
  );
}
