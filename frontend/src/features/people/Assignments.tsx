import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Assignment,
  type AssignmentDraft,
  createAssignment,
  endAssignment,
  listAssignments,
  listMembers,
  listStations,
  type Member,
  type Station,
} from "@/api/stations";
import { withOffset } from "@/shared/time/time";
import { Icon } from "@/shared/ui/Icon";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { carrierWord, directionWord } from "@/shared/words/words";
import { agentName, type Cover, coverOf } from "./board";

function Agent({ assignment, name }: { assignment: Assignment; name: string }) {
  const queries = useQueryClient();
  const ending = useMutation({
    mutationFn: () => endAssignment(assignment.id),
    onSuccess: () => {
      notify(t`已结束 ${name} 的分配`);
      queries.invalidateQueries({ queryKey: ["assignments"] });
    },
    onError: (error) => notifyRefusal(errorText(error)),
  });
  return (
    <span className="sd-chip">
      {name}
      <button
        type="button"
        className="pp-end"
        onClick={() => ending.mutate()}
        disabled={ending.isPending}
        aria-label={t`结束 ${name} 的分配`}
        data-testid="assignment-end"
      >
        <Icon name="cross" size={12} />
      </button>
    </span>
  );
}

function CoverRow({ cover, members }: { cover: Cover; members: Member[] }) {
  const agents = (list: Assignment[]) =>
    list.map((each) => <Agent key={each.id} assignment={each} name={agentName(each, members)} />);
  return (
    <tr data-testid={`cover-${cover.station.code}-${cover.direction}`}>
      <td>
        <b>{cover.station.name}</b>{" "}
        <span className="sd-muted">{carrierWord(cover.station.carrier)}</span>
      </td>
      <td>{directionWord(cover.direction)}</td>
      <td>
        <div className="pp-agents">
          {agents(cover.primaries)}
          {cover.primaries.length === 0 && (
            <span className="sd-warn pp-alarm">
              <i className="sd-mark" data-level="warn" aria-hidden="true" /> <Trans>无主岗</Trans>
            </span>
          )}
        </div>
      </td>
      <td>
        <div className="pp-agents">
          {agents(cover.backups)}
          {cover.backups.length === 0 && <span className="sd-zero">—</span>}
        </div>
      </td>
    </tr>
  );
}

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

function AssignForm({ stations, agents }: AssignFormProps) {
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
      queries.invalidateQueries({ queryKey: ["assignments"] });
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

/** Agent × station × direction, as a board of cover. */
export function Assignments() {
  const assignments = useQuery({ queryKey: ["assignments"], queryFn: listAssignments });
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const members = useQuery({ queryKey: ["members"], queryFn: listMembers });
  const failed = [assignments, stations, members].find((query) => query.isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => failed.refetch()} />;
  if (!assignments.data || !stations.data || !members.data) return <LoadingState />;
  const people = members.data.items;
  const agents = people.filter((member) => member.role === "agent" || member.role === "supervisor");
  if (stations.data.items.length === 0) {
    return (
      <EmptyState title={t`还没有网点`}>{t`先在“网点”里加一个网点，再把坐席分给它。`}</EmptyState>
    );
  }
  return (
    <>
      <AssignForm stations={stations.data.items} agents={agents} />
      <table className="sd-table pp-table">
        <thead>
          <tr>
            <th>{t`网点`}</th>
            <th>{t`方向`}</th>
            <th>{t`主岗`}</th>
            <th>{t`备岗`}</th>
          </tr>
        </thead>
        <tbody>
          {coverOf(stations.data.items, assignments.data.items).map((cover) => (
            <CoverRow key={cover.station.id + cover.direction} cover={cover} members={people} />
          ))}
        </tbody>
      </table>
    </>
  );
}
