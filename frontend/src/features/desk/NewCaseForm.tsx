import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createCase, type KindInfo } from "@/api/cases";
import type { Station } from "@/api/stations";
import { SchemaFields } from "@/shared/forms/SchemaFields";
import { useSchemaForm } from "@/shared/forms/useSchemaForm";
import { keyWord } from "@/shared/keys/commands";
import { Keycap } from "@/shared/ui/Icon";
import { notify } from "@/shared/ui/notices";
import { BasicFields, type Basics } from "./BasicFields";
import { useProblemTypes } from "./problemTypes";

interface NewCaseFormProps {
  kind: KindInfo;
  stations: Station[];
  basics: Basics;
  onBasics: (basics: Basics) => void;
  fromCase?: string;
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** What opens a case of one kind. */
export function NewCaseForm(props: NewCaseFormProps) {
  const { kind, stations, basics, onBasics, fromCase, onClose, onCreated } = props;
  const queries = useQueryClient();
  const carrier = stations.find((each) => each.code === basics.station)?.carrier;
  const form = useSchemaForm(useProblemTypes(kind.create_schema, carrier, basics.direction));
  const creating = useMutation({
    mutationFn: (details: Record<string, unknown>) =>
      createCase({
        kind: kind.kind,
        ...basics,
        waybill: basics.waybill.trim(),
        details,
        from_case: fromCase,
      }),
    onSuccess: (created) => {
      queries.invalidateQueries({ queryKey: ["case-counts"] });
      if (fromCase) queries.invalidateQueries({ queryKey: ["case", fromCase] });
      const number = created.number;
      notify(t`已建 ${number}`);
      onClose();
      onCreated(created.id);
    },
    onError: form.refuse,
  });
  const submit = () => {
    if (creating.isPending || !form.form.current?.reportValidity()) return;
    const details = form.read();
    if (details) creating.mutate(details);
  };
  return (
    <form
      ref={form.form}
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
      <BasicFields kind={kind} stations={stations} basics={basics} onChange={onBasics} />
      <div className="sf-grid">
        <SchemaFields
          idPrefix="new"
          fields={form.fields}
          values={form.values}
          faults={form.faults}
          refusals={form.refused.fields}
          onChange={form.change}
        />
      </div>
      <div className="ns-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={creating.isPending}
          data-testid="new-save"
        >
          <Trans>新建</Trans>
          <Keycap>{keyWord("Mod+Enter")}</Keycap>
        </button>
        {creating.isError && form.refused.rest && (
          <span className="sd-field-error" role="alert" data-testid="new-refusal">
            {form.refused.rest}
          </span>
        )}
      </div>
    </form>
  );
}
