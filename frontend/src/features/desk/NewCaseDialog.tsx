import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { createCase, type KindInfo, listKinds } from "@/api/cases";
import { type Direction, listStations, type Station } from "@/api/stations";
import { SchemaFields } from "@/shared/forms/SchemaFields";
import { useSchemaForm } from "@/shared/forms/useSchemaForm";
import { localised } from "@/shared/i18n/locale";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { directionWord } from "@/shared/words/words";
import { openingSchema } from "./opening";

/** What is opened by hand most. */
const MOST_OPENED = "problem_parcel";

interface NewCaseProps {
  onClose: () => void;
  onCreated: (id: string) => void;
}

interface Basics {
  station: string;
  direction: Direction;
  waybill: string;
}

function BasicFields({
  kind,
  stations,
  basics,
  onChange,
}: {
  kind: KindInfo;
  stations: Station[];
  basics: Basics;
  onChange: (basics: Basics) => void;
}) {
  return (
    <>
      <div className="sf-line">
        <label htmlFor="new-station">{t`网点`}</label>
        <div>
          <select
            id="new-station"
            className="sd-select"
            required
            value={basics.station}
            onChange={(event) => onChange({ ...basics, station: event.target.value })}
            data-testid="new-station"
          >
            <option value="">{t`请选择`}</option>
            {stations.map((station) => (
              <option key={station.id} value={station.code}>
                {station.name}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="sf-line">
        <label htmlFor="new-direction">{t`方向`}</label>
        <div>
          <select
            id="new-direction"
            className="sd-select"
            value={basics.direction}
            onChange={(event) =>
              onChange({ ...basics, direction: event.target.value as Direction })
            }
            data-testid="new-direction"
          >
            {kind.directions.map((direction) => (
              <option key={direction} value={direction}>
                {directionWord(direction)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="sf-line">
        <label htmlFor="new-waybill">{t`运单号`}</label>
        <div>
          <input
            id="new-waybill"
            className="sd-input"
            required
            value={basics.waybill}
            onChange={(event) => onChange({ ...basics, waybill: event.target.value })}
            data-testid="new-waybill"
          />
        </div>
      </div>
    </>
  );
}

function KindForm({
  kind,
  stations,
  onClose,
  onCreated,
}: { kind: KindInfo; stations: Station[] } & NewCaseProps) {
  const queries = useQueryClient();
  const schema = useMemo(() => openingSchema(kind), [kind]);
  const form = useSchemaForm(schema);
  const [basics, setBasics] = useState<Basics>({
    station: stations.length === 1 ? (stations[0]?.code ?? "") : "",
    direction: kind.directions[0] ?? "inbound",
    waybill: "",
  });
  const creating = useMutation({
    mutationFn: (details: Record<string, unknown>) =>
      createCase({ kind: kind.kind, ...basics, waybill: basics.waybill.trim(), details }),
    onSuccess: (created) => {
      queries.invalidateQueries({ queryKey: ["case-counts"] });
      const number = created.number;
      notify(t`已建 ${number}`);
      onClose();
      onCreated(created.id);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const details = form.read();
        if (details) creating.mutate(details);
      }}
    >
      <BasicFields kind={kind} stations={stations} basics={basics} onChange={setBasics} />
      <SchemaFields
        idPrefix="new"
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
          disabled={creating.isPending}
          data-testid="new-save"
        >
          <Trans>新建</Trans>
        </button>
        {creating.isError && (
          <span className="sd-field-error" role="alert">
            {errorText(creating.error)}
          </span>
        )}
      </div>
    </form>
  );
}

function NewCase(props: NewCaseProps) {
  const kinds = useQuery({
    queryKey: ["kinds"],
    queryFn: listKinds,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const [chosen, setChosen] = useState<string | null>(null);
  if (kinds.isError || stations.isError)
    return <ErrorState error={kinds.error ?? stations.error} />;
  if (!kinds.data || !stations.data) return <LoadingState />;
  const kind = kinds.data.find((each) => each.kind === (chosen ?? MOST_OPENED)) ?? kinds.data[0];
  if (!kind) return null;
  return (
    <>
      <div className="sf-line">
        <span className="sd-label" id="new-kind-label">{t`类型`}</span>
        <div className="sd-seg" role="radiogroup" aria-labelledby="new-kind-label">
          {kinds.data.map((each) => (
            <label key={each.kind}>
              <input
                type="radio"
                name="new-kind"
                checked={each === kind}
                onChange={() => setChosen(each.kind)}
                data-testid={`new-kind-${each.kind}`}
              />
              {localised(each.label_zh, each.label_en)}
            </label>
          ))}
        </div>
      </div>
      <KindForm key={kind.kind} kind={kind} stations={stations.data.items} {...props} />
    </>
  );
}

export function NewCaseDialog({ isOpen, ...props }: { isOpen: boolean } & NewCaseProps) {
  return (
    <Dialog
      title={t`新建工作项`}
      isOpen={isOpen}
      onClose={props.onClose}
      size="wide"
      testId="new-case-dialog"
    >
      {isOpen && <NewCase {...props} />}
    </Dialog>
  );
}
