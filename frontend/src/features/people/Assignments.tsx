import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Assignment,
  createAssignment,
  endAssignment,
  listAssignments,
  listMembers,
  listStations,
  type Member,
} from "@/api/stations";
import { type LaneCover, readCoverage, readLoad } from "@/api/workforce";
import { timeOfDay } from "@/shared/time/time";
import { Icon } from "@/shared/ui/Icon";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { alarmWord } from "@/shared/words/duty";
import { carrierWord, directionWord } from "@/shared/words/words";
import { AssignForm } from "./AssignForm";
import { Bench } from "./Bench";
import { agentName, type Cover, coverOf, isThere, type Place } from "./board";

function useBoardChange() {
  const queries = useQueryClient();
  const refresh = () => {
    for (const key of ["assignments", "coverage", "load"]) {
      queries.invalidateQueries({ queryKey: [key] });
    }
  };
  return { refresh, refuse: (error: Error) => notifyRefusal(errorText(error)) };
}

function Agent({ assignment, name }: { assignment: Assignment; name: string }) {
  const { refresh, refuse } = useBoardChange();
  const ending = useMutation({
    mutationFn: () => endAssignment(assignment.id),
    onSuccess: () => {
      notify(t`已结束 ${name} 的分配`);
      refresh();
    },
    onError: refuse,
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

interface RowProps {
  cover: Cover;
  lane?: LaneCover;
  members: Member[];
  picked: string | null;
  at: string;
  onPut: (memberId: string, place: Place) => void;
}

/** A cell of the board: who serves here, and where somebody may be dropped. */
function Cell({ cover, isPrimary, members, picked, onPut }: RowProps & { isPrimary: boolean }) {
  const [isOver, setOver] = useState(false);
  const list = isPrimary ? cover.primaries : cover.backups;
  const place: Place = {
    station: cover.station.code,
    direction: cover.direction,
    is_primary: isPrimary,
  };
  const mayTake = picked !== null && !isThere(cover, picked);
  return (
    <td
      className="pp-cell"
      data-over={(isOver && mayTake) || undefined}
      onDragOver={(event) => {
        if (!mayTake) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const memberId = event.dataTransfer.getData("text/plain");
        if (memberId) onPut(memberId, place);
      }}
    >
      <div className="pp-agents">
        {list.map((each) => (
          <Agent key={each.id} assignment={each} name={agentName(each, members)} />
        ))}
        {mayTake && (
          <button
            type="button"
            className="sd-btn pp-here"
            onClick={() => onPut(picked, place)}
            data-testid="put-here"
          >
            <Trans>放这里</Trans>
          </button>
        )}
        {list.length === 0 && isPrimary && (
          <span className="sd-warn pp-alarm">
            <i className="sd-mark" data-level="warn" aria-hidden="true" /> <Trans>无主岗</Trans>
          </span>
        )}
        {list.length === 0 && !isPrimary && !mayTake && <span className="sd-zero">—</span>}
      </div>
    </td>
  );
}

function CoverRow(props: RowProps) {
  const { cover, lane, at } = props;
  const isNow = lane?.alarm_from && lane.alarm_from <= at;
  const from = lane?.alarm_from ? timeOfDay(lane.alarm_from) : "";
  return (
    <tr data-testid={`cover-${cover.station.code}-${cover.direction}`}>
      <td>
        <b>{cover.station.name}</b>{" "}
        <span className="sd-muted">{carrierWord(cover.station.carrier)}</span>
      </td>
      <td>{directionWord(cover.direction)}</td>
      <Cell {...props} isPrimary />
      <Cell {...props} isPrimary={false} />
      <td>
        {lane?.alarm && (
          <span className="sd-warn pp-alarm" data-testid="cover-alarm">
            <i className="sd-mark" data-level="warn" aria-hidden="true" />{" "}
            {isNow ? "" : t`${from} 起`} {alarmWord(lane.alarm)}
          </span>
        )}
      </td>
    </tr>
  );
}

/** Agent × station × direction as a board: drag somebody to where he shall serve. */
export function Assignments() {
  const [picked, setPicked] = useState<string | null>(null);
  const { refresh, refuse } = useBoardChange();
  const assignments = useQuery({ queryKey: ["assignments"], queryFn: listAssignments });
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const members = useQuery({ queryKey: ["members"], queryFn: listMembers });
  const load = useQuery({ queryKey: ["load"], queryFn: readLoad });
  const coverage = useQuery({ queryKey: ["coverage"], queryFn: readCoverage });
  const putting = useMutation({
    mutationFn: ({ memberId, place }: { memberId: string; place: Place }) => {
      const email = members.data?.items.find((each) => each.id === memberId)?.email ?? "";
      return createAssignment({ agent_email: email, ...place });
    },
    onSuccess: () => {
      notify(t`已分配`);
      setPicked(null);
      refresh();
    },
    onError: refuse,
  });
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
  const lanes = new Map(
    coverage.data?.items.map((lane) => [lane.station_code + lane.direction, lane]),
  );
  const bench = (load.data?.items ?? []).filter((each) =>
    agents.some((agent) => agent.id === each.member_id),
  );
  return (
    <>
      <AssignForm stations={stations.data.items} agents={agents} />
      <Bench people={bench} picked={picked} onPick={setPicked} />
      <table className="sd-table pp-table">
        <thead>
          <tr>
            <th>{t`网点`}</th>
            <th>{t`方向`}</th>
            <th>{t`主岗`}</th>
            <th>{t`备岗`}</th>
            <th>{t`在班`}</th>
          </tr>
        </thead>
        <tbody>
          {coverOf(stations.data.items, assignments.data.items).map((cover) => (
            <CoverRow
              key={cover.station.id + cover.direction}
              cover={cover}
              lane={lanes.get(cover.station.code + cover.direction)}
              members={people}
              picked={picked}
              at={coverage.data?.at ?? ""}
              onPut={(memberId, place) => putting.mutate({ memberId, place })}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}
