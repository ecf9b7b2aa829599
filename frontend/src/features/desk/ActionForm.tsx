import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { applyEvent, type Case, type CaseAction } from "@/api/cases";
import type { Courier } from "@/api/people";
import { CourierSelect } from "@/shared/forms/CourierSelect";
import { SchemaFields } from "@/shared/forms/SchemaFields";
import { useSchemaForm } from "@/shared/forms/useSchemaForm";
import { localised } from "@/shared/i18n/locale";
import { keyWord } from "@/shared/keys/commands";
import { Keycap } from "@/shared/ui/Icon";
import { notify } from "@/shared/ui/notices";
import { formSchemaOf, refusalText, staleText } from "./actions";
import { useProblemTypes } from "./problemTypes";
import { useKnown } from "./useKnown";
import { useRowPatch } from "./useQueue";
import { useUndo } from "./useUndo";

interface ApplyHooks {
  onDone: () => void;
  onRefused: (error: Error) => void;
}

function useApply(item: Case, { onDone, onRefused }: ApplyHooks) {
  const queries = useQueryClient();
  const patch = useRowPatch();
  const undo = useUndo();
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
      notify(t`${number}：${label}`, () => undo([answer]));
      onDone();
    },
    onError: (error) => {
      onRefused(error);
      queries.invalidateQueries({ queryKey: ["case", item.id] });
    },
  });
}

/** The form of one action, drawn from its schema. */
export function ActionForm({
  item,
  action,
  onDone,
}: {
  item: Case;
  action: CaseAction;
  onDone: () => void;
}) {
  const plain = useMemo(() => formSchemaOf(action, item), [action, item]);
  const schema = useProblemTypes(plain, item.station.carrier, item.direction);
  const form = useSchemaForm(schema, useKnown(item));
  const apply = useApply(item, { onDone, onRefused: form.refuse });
  const [courier, setCourier] = useState<Courier | null>(null);
  const submit = () => {
    if (!action.is_allowed || apply.isPending) return;
    const data = form.read();
    if (!data) return;
    const isOnFile = courier !== null && form.values.name === courier.name;
    apply.mutate({ action, data: isOnFile ? { ...data, reference: courier.id } : data });
  };
  return (
    <form
      ref={form.form}
      noValidate
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
      {action.event === "ask_courier" && (
        <div className="sf-line">
          <label htmlFor="act-courier">
            <Trans>业务员档案</Trans>
          </label>
          <div>
            <CourierSelect
              id="act-courier"
              stationId={item.station.id}
              value={courier?.id ?? ""}
              onChoose={(chosen) => {
                setCourier(chosen);
                form.change("name", chosen?.name ?? "");
              }}
            />
          </div>
        </div>
      )}
      <SchemaFields
        idPrefix={`act-${action.event}`}
        fields={form.fields}
        values={form.values}
        faults={form.faults}
        refusals={form.refused.fields}
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
        {apply.isError && form.refused.rest && (
          <span className="sd-field-error" role="alert" data-testid="event-refusal">
            {staleText(apply.error)}
          </span>
        )}
      </div>
    </form>
  );
}
