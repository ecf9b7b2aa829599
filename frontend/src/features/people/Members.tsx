import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Role } from "@/api/session";
import {
  createMember,
  listAssignments,
  listMembers,
  listStations,
  type Member,
  type MemberDraft,
} from "@/api/stations";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { roleWord } from "@/shared/words/words";
import { stationCode } from "./board";

const ROLES: Role[] = [
  "agent",
  "supervisor",
  "manager",
  "quality",
  "finance",
  "station_owner",
  "firm_owner",
];
const EMPTY: MemberDraft = { email: "", name: "", role: "agent", password: "", station_codes: [] };

function StationTicks({
  chosen,
  onChange,
}: {
  chosen: string[];
  onChange: (codes: string[]) => void;
}) {
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const toggle = (code: string) =>
    onChange(chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]);
  return (
    <fieldset className="pp-ticks">
      <legend className="sd-label">
        <Trans>他的网点（只看得到这些）</Trans>
      </legend>
      {(stations.data?.items ?? []).map((station) => (
        <label key={station.id}>
          <input
            type="checkbox"
            checked={chosen.includes(station.code)}
            onChange={() => toggle(station.code)}
            data-testid={`member-station-${station.code}`}
          />
          {station.name}
        </label>
      ))}
    </fieldset>
  );
}

function MemberFields({
  draft,
  onChange,
}: {
  draft: MemberDraft;
  onChange: (draft: MemberDraft) => void;
}) {
  return (
    <>
      <div className="sd-form-row">
        <div className="sd-field">
          <label htmlFor="member-name">{t`姓名`}</label>
          <input
            id="member-name"
            className="sd-input"
            required
            value={draft.name}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
            data-testid="member-name"
          />
        </div>
        <div className="sd-field">
          <label htmlFor="member-role">{t`角色`}</label>
          <select
            id="member-role"
            className="sd-select"
            value={draft.role}
            onChange={(event) => onChange({ ...draft, role: event.target.value as Role })}
            data-testid="member-role"
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {roleWord(role)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="sd-form-row">
        <div className="sd-field">
          <label htmlFor="member-email">{t`邮箱`}</label>
          <input
            id="member-email"
            className="sd-input"
            type="email"
            required
            autoComplete="off"
            value={draft.email}
            onChange={(event) => onChange({ ...draft, email: event.target.value })}
            data-testid="member-email"
          />
        </div>
        <div className="sd-field">
          <label htmlFor="member-password">{t`初始密码`}</label>
          <input
            id="member-password"
            className="sd-input"
            type="password"
            required
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => onChange({ ...draft, password: event.target.value })}
            data-testid="member-password"
          />
        </div>
      </div>
    </>
  );
}

function MemberForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<MemberDraft>(EMPTY);
  const adding = useMutation({
    mutationFn: () =>
      createMember(draft.role === "station_owner" ? draft : { ...draft, station_codes: [] }),
    onSuccess: () => {
      const name = draft.name;
      notify(t`已加 ${name}`);
      queries.invalidateQueries({ queryKey: ["members"] });
      onClose();
    },
  });
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate();
      }}
    >
      <MemberFields draft={draft} onChange={setDraft} />
      {draft.role === "station_owner" && (
        <StationTicks
          chosen={draft.station_codes}
          onChange={(station_codes) => setDraft({ ...draft, station_codes })}
        />
      )}
      {adding.isError && <p className="sd-field-error">{errorText(adding.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={adding.isPending}
          data-testid="member-save"
        >
          <Trans>加成员</Trans>
        </button>
      </div>
    </form>
  );
}

/** The names of a member's stations: an owner's own, an agent's by assignment. */
function useServed(): (member: Member) => string {
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const assignments = useQuery({ queryKey: ["assignments"], queryFn: listAssignments });
  const names = new Map(stations.data?.items.map((each) => [each.code, each.name]));
  return (member) => {
    const assigned = (assignments.data?.items ?? [])
      .filter((each) => each.member_id === member.id || each.agent_email === member.email)
      .map(stationCode);
    const codes = new Set([...(member.stations ?? []), ...assigned]);
    return [...codes].map((code) => names.get(code) ?? code).join(t`、`);
  };
}

export function Members({ mayAdd }: { mayAdd: boolean }) {
  const members = useQuery({ queryKey: ["members"], queryFn: listMembers });
  const served = useServed();
  const [isAdding, setAdding] = useState(false);
  if (members.isPending) return <LoadingState />;
  if (members.isError)
    return <ErrorState error={members.error} onRetry={() => members.refetch()} />;
  return (
    <>
      {mayAdd && (
        <div className="pp-form">
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            onClick={() => setAdding(true)}
            data-testid="member-new"
          >
            <Trans>加成员</Trans>
          </button>
        </div>
      )}
      <table className="sd-table pp-table">
        <thead>
          <tr>
            <th>{t`姓名`}</th>
            <th>{t`角色`}</th>
            <th>{t`邮箱`}</th>
            <th>{t`网点`}</th>
          </tr>
        </thead>
        <tbody>
          {members.data.items.map((member) => (
            <tr key={member.id} data-testid="member-row">
              <td>
                <b>{member.name || member.email}</b>
              </td>
              <td>{roleWord(member.role)}</td>
              <td className="sd-muted">{member.email}</td>
              <td className="sd-muted">{served(member)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Dialog title={t`加成员`} isOpen={isAdding} onClose={() => setAdding(false)}>
        {isAdding && <MemberForm onClose={() => setAdding(false)} />}
      </Dialog>
    </>
  );
}
