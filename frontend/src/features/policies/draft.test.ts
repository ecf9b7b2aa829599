import { expect, test } from "vitest";
import type { PolicySchema, PolicyVersion } from "@/api/policies";
import { clockDrafts, parameterDraft, readDraft } from "./draft";

const SCHEMA = {
  code: "case.work_order",
  clocks: [
    { name: "reply", label_zh: "", label_en: "", owner: "hq" },
    { name: "outcome", label_zh: "", label_en: "", owner: "firm" },
  ],
  parameters_schema: {
    properties: {
      risk_fen: { type: "integer" },
      grounds: { type: "array", items: { type: "string" } },
      posts: { type: "boolean" },
      table: { type: "object" },
    },
  },
  defaults: { risk_fen: 0, grounds: [], posts: false, table: {} },
} as unknown as PolicySchema;

const VERSION = {
  parameters: {
    risk_fen: 5000,
    grounds: ["loss", "damage"],
    posts: true,
    table: { a: 1 },
    clocks: {
      reply: { owner: "hq", length_minutes: 120, rungs: [{ minutes_before: 5 }] },
      outcome: {
        owner: "firm",
        length_minutes: 60,
        rungs_minutes_before: [10, 0],
        calendar: { code: "outcome", workday: ["09:00-18:00"], rest_day: [] },
      },
    },
  },
} as unknown as PolicyVersion;

test("a version that is opened and saved again says the same", () => {
  const read = readDraft(SCHEMA, clockDrafts(SCHEMA, VERSION), parameterDraft(SCHEMA, VERSION));
  expect(read).toEqual({ parameters: VERSION.parameters });
});

test("a clock without a length is left out, and one that cannot be read is named", () => {
  const clocks = clockDrafts(SCHEMA, VERSION).map((clock) => ({ ...clock, length: "" }));
  expect(readDraft(SCHEMA, clocks, {})).toEqual({ parameters: { clocks: {} } });
  expect(readDraft(SCHEMA, clocks, { table: "{" })).toEqual({ fault: "table" });
});
