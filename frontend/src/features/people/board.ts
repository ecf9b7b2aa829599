import type { Assignment, Direction, Member, Station } from "@/api/stations";

export interface Cover {
  station: Station;
  direction: Direction;
  primaries: Assignment[];
  backups: Assignment[];
}

/** A place on the board: dropping somebody there lets him serve. */
export interface Place {
  station: string;
  direction: Direction;
  is_primary: boolean;
}

export function stationCode(assignment: Assignment): string {
  return typeof assignment.station === "string" ? assignment.station : assignment.station.code;
}

function isServing(assignment: Assignment, direction: Direction): boolean {
  return assignment.direction === direction || assignment.direction === "both";
}

/** Who serves each station in each direction: a line without a primary is the alarm. */
export function coverOf(stations: Station[], assignments: Assignment[]): Cover[] {
  return stations.flatMap((station) =>
    (["inbound", "outbound"] as const).map((direction) => {
      const serving = assignments.filter(
        (each) => stationCode(each) === station.code && isServing(each, direction),
      );
      return {
        station,
        direction,
        primaries: serving.filter((each) => each.is_primary),
        backups: serving.filter((each) => !each.is_primary),
      };
    }),
  );
}

/** Whether somebody serves a place already, in whatever rank. */
export function isThere(cover: Cover, memberId: string): boolean {
  return [...cover.primaries, ...cover.backups].some((each) => each.member_id === memberId);
}

export function agentName(assignment: Assignment, members: Member[]): string {
  const member = members.find(
    (each) => each.id === assignment.member_id || each.email === assignment.agent_email,
  );
  return assignment.agent_name || member?.name || assignment.agent_email || "";
}
