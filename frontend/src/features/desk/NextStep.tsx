import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { applyEvent, type Case, type CaseAction } from "@/api/cases";
import { SchemaFields } from "@/shared/forms/SchemaFields";
import { useSchemaForm } from "@/shared/forms/useSchemaForm";
import { localised } from "@/shared/i18n/locale";
import { keyWord } from "@/shared/keys/commands";
import { Keycap } from "@/shared/ui/Icon";
import { notify } from "@/shared/ui/notices";
import { formSchemaOf, leadingActions, offeredActions, refusalText, staleText } from "./actions";
import type { useHolding } from "./useHolding";
import { useRowPatch } from "./useQueue";

function useApply(item: Case, onDone: () => void) {
  const queries = useQueryClient();
  const patch = useRowPatch();
  return useMutation({
    mutationFn: (given: { action: CaseAction; data: object }) =>
      applyEvent(item.id, given.action.event, item.version, given.data),
    onSuccess: (answer, { action }) => {
      queries.setQueryData(["case", item.id], answer);
      patch([answer]);
      queries.invalidateQueries({ queryKey: ["case", item.id] });
      queries.invalidateQueries({ queryKey: ["case-counts"] });
      const label = localised(action.label_zh, action.label_en);
      const number = answer.number;
      notify(t`${number}：${label}`);
      onDone();
    },
    onError: () => queries.invalidateQueries({ queryKey: ["case", item.id] }),
  });
}

function ActionForm({
  item,
  action,
  onDone,
}: {
  item: Case;
  action: CaseAction;
  onDone: () => void;
}) {
  const schema = useMemo(() => formSchemaOf(action, item), [action, item]);
  const form = useSchemaForm(schema);
  const apply = useApply(item, onDone);
  const submit = () => {
    if (!action.is_allowed || apply.isPending) return;
    const data = form.read();
    if (data) apply.mutate({ action, data });
  };
  return (
    <form
      data-testid="next-step-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        if (event.nativeEvent.isComposing) return;
        event.preventDefault();
        submit();
      }}
    >
      <SchemaFields
        idPrefix={`act-${action.event}`}
        fields={form.fields}
        values={form.values}
        faults={form.faults}
        onChange={form.change}
      />
      <div className="ns-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={!action.is_allowed || apply.isPending}
          data-testid="submit-event"
        >
          {localised(action.label_zh, action.label_en)}
          <Keycap>{keyWord("Mod+Enter")}</Keycap>
        </button>
        {!action.is_allowed && <span className="sd-muted">{refusalText(action.refusal)}</span>}
        {apply.isError && (
          <span className="sd-field-error" role="alert" data-testid="event-refusal">
            {staleText(apply.error)}
          </span>
        )}
      </div>
    </form>
  );
}

interface ChooserProps {
  actions: CaseAction[];
  current: CaseAction;
  onChoose: (event: string) => void;
}

/** The kind's own steps side by side; asking others, escalating and the like in a list. */
function Chooser({ actions, current, onChoose }: ChooserProps) {
  const leading = leadingActions(actions);
  const others = actions.filter((action) => !leading.includes(action));
  return (
    <fieldset className="ns-actions" aria-label={t`可做的步骤`}>
      {leading.map((each) => (
        <button
          key={each.event}
          type="button"
          aria-pressed={each === current}
          className="ns-action"
          data-allowed={each.is_allowed}
          onClick={() => onChoose(each.event)}
          data-testid={`action-${each.event}`}
        >
          {localised(each.label_zh, each.label_en)}
        </button>
      ))}
      {others.length > 0 && (
        <select
          className="ns-others"
          aria-label={t`其他步骤`}
          value={others.includes(current) ? current.event : ""}
          onChange={(event) => event.target.value && onChoose(event.target.value)}
          data-testid="other-actions"
        >
          <option value="">{t`其他步骤`}</option>
          {others.map((each) => (
            <option key={each.event} value={each.event}>
              {localised(each.label_zh, each.label_en)}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

/** No step is this reader's: why, and the claim where that is all it takes. */
function NotYours({ item, action, holding }: NextStepProps & { action: CaseAction }) {
  return (
    <section className="cp-section" data-next-step aria-label={t`下一步`}>
      <h3 className="cp-h">
        <Trans>下一步</Trans>
      </h3>
      <p className="ns-hint" data-testid="not-yours">
        {item.holder.kind === "queue" ? (
          <>
            <Trans>还没有人认领。</Trans> <ClaimLink item={item} holding={holding} />
          </>
        ) : (
          refusalText(action.refusal)
        )}
      </p>
    </section>
  );
}

function ClaimLink({ item, holding }: NextStepProps) {
  return (
    <button
      type="button"
      className="sd-btn"
      data-variant="link"
      onClick={() => holding.claim(item)}
    >
      <Trans>先认领再办理</Trans>
    </button>
  );
}

interface NextStepProps {
  item: Case;
  holding: ReturnType<typeof useHolding>;
}

/** The next step: one form, drawn from the action's schema. */
export function NextStep({ item, holding }: NextStepProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const actions = offeredActions(item.actions);
  const leading = leadingActions(actions);
  const action =
    actions.find((each) => each.event === chosen) ??
    leading.find((each) => each.is_allowed) ??
    leading[0] ??
    actions[0];
  if (item.closed_at || !action) return null;
  if (leading.length === 0 && !actions.some((each) => each.is_allowed)) {
    return <NotYours item={item} action={action} holding={holding} />;
  }
  const label = localised(action.label_zh, action.label_en);
  return (
    <section className="cp-section" data-next-step aria-label={t`下一步`}>
      <h3 className="cp-h">
        <Trans>下一步：{label}</Trans>
        <Keycap>a</Keycap>
      </h3>
      <Chooser actions={actions} current={action} onChoose={setChosen} />
      {item.holder.kind === "queue" && (
        <p className="ns-hint">
          <Trans>还没有人认领。</Trans> <ClaimLink item={item} holding={holding} />
        </p>
      )}
      <ActionForm
        key={`${action.event}-${item.state}`}
        item={item}
        action={action}
        onDone={() => setChosen(null)}
      />
    </section>
  );
}
