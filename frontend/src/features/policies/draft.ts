import type { JsonSchema } from "@/api/cases";
import type { ClockTerms, PolicyParameters, PolicySchema, PolicyVersion } from "@/api/policies";
import { parseYuan } from "@/shared/money/money";

/** A clock as it is typed; an empty length leaves the clock out. */
export interface ClockDraft {
  name: string;
  owner: string;
  length: string;
  rungs: string;
  calendar: "inherited" | "24h" | "windows";
  workday: string;
  restDay: string;
  /** What the form does not ask for stays as it was. */
  kept: Partial<ClockTerms>;
}

const ROUND = ["00:00-24:00"];
const spaced = (text: string) => text.split(/[\s,，、;；/]+/).filter(Boolean);
const isRound = (windows: string[] | undefined) => !windows || windows.join() === ROUND.join();

export function clockDrafts(schema: PolicySchema, version: PolicyVersion): ClockDraft[] {
  return schema.clocks.map(({ name, owner }) => {
    const clock = version.parameters.clocks?.[name];
    const calendar = clock?.calendar;
    const {
      length_minutes,
      rungs_minutes_before,
      calendar: _,
      ...kept
    } = clock ?? {
      length_minutes: undefined,
    };
    return {
      name,
      owner: clock?.owner ?? owner,
      length: length_minutes ? String(length_minutes) : "",
      rungs: ((rungs_minutes_before as number[] | undefined) ?? [30, 15, 0]).join(" "),
      calendar: !calendar
        ? "inherited"
        : isRound(calendar.workday) && isRound(calendar.rest_day)
          ? "24h"
          : "windows",
      workday: (calendar?.workday ?? ["08:30-12:00", "13:00-18:00"]).join(" "),
      restDay: (calendar?.rest_day ?? []).join(" "),
      kept,
    };
  });
}

function readClock(draft: ClockDraft): ClockTerms {
  const clock: ClockTerms = {
    ...draft.kept,
    owner: draft.owner === "hq" ? "hq" : "firm",
    length_minutes: Number(draft.length),
  };
  if (!Array.isArray(draft.kept.rungs))
    clock.rungs_minutes_before = spaced(draft.rungs).map(Number);
  if (draft.calendar === "24h") clock.calendar = { code: "24h", workday: ROUND, rest_day: ROUND };
  if (draft.calendar === "windows")
    clock.calendar = {
      code: draft.name,
      workday: spaced(draft.workday),
      rest_day: spaced(draft.restDay),
    };
  return clock;
}

/** Parameters as they are typed: text for all but yes and no. */
export type ParameterDraft = Record<string, string | boolean>;

const isText = (values: unknown) =>
  Array.isArray(values) && values.every((each) => typeof each === "string");

export function parameterDraft(schema: PolicySchema, version: PolicyVersion): ParameterDraft {
  const { clocks: _, ...own } = version.parameters;
  const all: Record<string, unknown> = { ...schema.defaults, ...own };
  return Object.fromEntries(
    Object.keys(schema.parameters_schema.properties ?? {}).map((name) => {
      const value = all[name];
      if (typeof value === "boolean") return [name, value];
      if (value === null || value === undefined) return [name, ""];
      if (typeof value === "number")
        return [name, name.endsWith("_fen") ? (value / 100).toFixed(2) : String(value)];
      if (isText(value)) return [name, (value as string[]).join("\n")];
      return [name, typeof value === "string" ? value : JSON.stringify(value, null, 2)];
    }),
  );
}

export function typeOf(property: JsonSchema | undefined): string {
  const real = property?.anyOf?.find((option) => option.type !== "null") ?? property;
  const type = Array.isArray(real?.type) ? real.type[0] : real?.type;
  if (type === "array" && real?.items?.type === "string") return "lines";
  return type ?? "object";
}

function readParameter(name: string, type: string, given: string): unknown {
  if (type === "integer" && name.endsWith("_fen")) return parseYuan(given) ?? given;
  if (type === "integer" || type === "number")
    return Number.isNaN(Number(given)) ? given : Number(given);
  if (type === "lines")
    return given
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  if (type === "string") return given;
  return JSON.parse(given);
}

/** What to send; `fault` names the parameter that cannot be read. */
export function readDraft(
  schema: PolicySchema,
  clocks: ClockDraft[],
  parameters: ParameterDraft,
): { parameters: PolicyParameters } | { fault: string } {
  const read: PolicyParameters = {};
  const set = clocks.filter((clock) => clock.length.trim());
  if (schema.clocks.length > 0)
    read.clocks = Object.fromEntries(set.map((clock) => [clock.name, readClock(clock)]));
  for (const [name, given] of Object.entries(parameters)) {
    const type = typeOf(schema.parameters_schema.properties?.[name]);
    if (typeof given === "boolean") read[name] = given;
    else if (given.trim() || type === "lines")
      try {
        read[name] = readParameter(name, type, given.trim());
      } catch {
        return { fault: name };
      }
  }
  return { parameters: read };
}
