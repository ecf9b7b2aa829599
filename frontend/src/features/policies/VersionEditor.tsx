import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { enterVersion, type PolicySchema, type PolicyVersion } from "@/api/policies";
import { withOffset } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { ClockTable } from "./ClockTable";
import { clockDrafts, parameterDraft, readDraft } from "./draft";
import { ParameterFields } from "./ParameterFields";
import { HeadFields, type VersionHead, WordFields } from "./VersionHead";
import { parameterLabel } from "./words";

interface VersionEditorProps {
  isOpen: boolean;
  onClose: () => void;
  from: PolicyVersion;
  carrier: string | null;
  schema: PolicySchema;
}

function Form({ onClose, from, carrier, schema }: Omit<VersionEditorProps, "isOpen">) {
  const queries = useQueryClient();
  const [head, setHead] = useState<VersionHead>({
    scope: carrier ?? "",
    title: from.is_example ? "" : from.title,
    text: from.text,
    source: from.is_example ? "" : from.source,
    begins: "",
    ends: "",
  });
  const [clocks, setClocks] = useState(() => clockDrafts(schema, from));
  const [parameters, setParameters] = useState(() => parameterDraft(schema, from));
  const [fault, setFault] = useState("");
  const saving = useMutation({
    mutationFn: enterVersion,
    onSuccess: ({ version, recomputation_id }) => {
      const name = `${version.title} v${version.version}`;
      notify(recomputation_id ? t`已录入 ${name}，正在重算未结时限` : t`已录入 ${name}`);
      for (const key of ["policies", "policy-versions", "policy-held", "recomputations"])
        queries.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  const submit = () => {
    const read = readDraft(schema, clocks, parameters);
    if ("fault" in read) return setFault(read.fault);
    setFault("");
    saving.mutate({
      code: schema.code,
      carrier: head.scope || null,
      title: head.title,
      text: head.text,
      source: head.source,
      effective_from: head.begins ? withOffset(head.begins) : null,
      effective_to: head.ends ? withOffset(head.ends) : null,
      parameters: read.parameters,
    });
  };
  const faultName = fault ? parameterLabel(schema, fault) : "";
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <HeadFields head={head} onChange={(patch) => setHead({ ...head, ...patch })} />
      {clocks.length > 0 && <ClockTable clocks={clocks} schema={schema} onChange={setClocks} />}
      <ParameterFields
        schema={schema}
        values={parameters}
        onChange={(name, value) => setParameters({ ...parameters, [name]: value })}
      />
      <WordFields head={head} onChange={(patch) => setHead({ ...head, ...patch })} />
      {(saving.isError || fault) && (
        <p className="sd-field-error" role="alert">
          {fault ? t`读不懂 ${faultName}` : errorText(saving.error)}
        </p>
      )}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending}
          data-testid="save-version"
        >
          <Trans>录入新版本</Trans>
        </button>
      </div>
    </form>
  );
}

/** A new version, beginning from the one that is shown; a version is never changed. */
export function VersionEditor({ isOpen, onClose, ...rest }: VersionEditorProps) {
  return (
    <Dialog title={t`录入新版本`} isOpen={isOpen} onClose={onClose} size="wide">
      <Form onClose={onClose} {...rest} />
    </Dialog>
  );
}
