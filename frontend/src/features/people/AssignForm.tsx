import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type AssignmentDraft, createAssignment, type Member, type Station } from "@/api/stations";
import { withOffset } from "@/shared/time/time";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { directionWord } from "@/shared/words/words";

interface AssignFormProps {
  stations: Station[];
  agents: Member[];
}

const EMPTY: AssignmentDraft = {
  agent_email: "",
  station: "",
  direction: "both",
  is_primary: true,
};

function Picks({
  draft,
  stations,
  agents,
  onChange,
}: AssignFormProps & { draft: AssignmentDraft; onChange: (draft: AssignmentDraft) => void }) {
  return (
    <>
      <select
        className="sd-select"
        required
        aria-label={t`坐席`}
        value={draft.agent_email}
        onChange={(event) => onChange({ ...draft, agent_email: event.target.value })}
        data-testid="assign-agent"
      >
        <option value="">{t`坐席`}</option>
        {agents.map((agent) => (
          <option key={agent.id} value={agent.email}>
            {agent.name || agent.email}
          </option>
        ))}
      </select>
      <select
        className="sd-select"
        required
        aria-label={t`网点`}
        value={draft.station}
        onChange={(event) => onChange({ ...draft, station: event.target.value })}
        data-testid="assign-station"
      >
        <option value="">{t`网点`}</option>
        {stations.map((station) => (
          <option key={station.id} value={station.code}>
            {station.name}
          </option>
        ))}
      </select>
      <select
        className="sd-select"
        aria-label={t`方向`}
        value={draft.direction}
        onChange={(event) =>
          onChange({ ...draft, direction: event.target.value as AssignmentDraft["direction"] })
        }
        data-testid="assign-direction"
      >
        {(["both", "inbound", "outbound"] as const).map((direction) => (
          <option key={direction} value={direction}>
            {directionWord(direction)}
          </option>
        ))}
      </select>
      <select
        className="sd-select"
        aria-label={t`主岗或备岗`}
        value={draft.is_primary ? "primary" : "backup"}
        onChange={(event) => onChange({ ...draft, is_primary: event.target.value === "primary" })}
        data-testid="assign-primary"
      >
        <option value="primary">{t`主岗`}</option>
        <option value="backup">{t`备岗`}</option>
      </select>
    </>
  );
}

/** The same as dragging, by keyboard, and with an end. */
export function AssignForm({ stations, agents }: AssignFormProps) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<AssignmentDraft>(EMPTY);
  const [until, setUntil] = useState("");
  const assigning = useMutation({
    mutationFn: () =>
      createAssignment(until ? { ...draft, valid_to: withOffset(`${until}T23:59:59`) } : draft),
    onSuccess: () => {
      notify(t`已分配`);
      setDraft(EMPTY);
      setUntil("");
      for (const key of ["assignments", "coverage", "load"]) {
        queries.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  return (
    <form
      className="pp-form"
      onSubmit={(event) => {
        event.preventDefault();
        assigning.mutate();
      }}
    >
      <Picks draft={draft} stations={stations} agents={agents} onChange={setDraft} />
      <label className="pp-until">
        <Trans>到</Trans>
        <input
          className="sd-input"
          type="date"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
          data-testid="assign-until"
        />
      </label>
      <button
        type="submit"
        className="sd-btn"
        data-variant="primary"
        disabled={assigning.isPending}
        data-testid="assign-save"
      >
        <Trans>分配</Trans>
      </button>
      {assigning.isError && (
        <span className="sd-field-error" role="alert">
          {errorText(assigning.error)}
        </span>
      )}
    </form>
  );
}
