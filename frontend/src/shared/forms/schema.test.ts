import { describe, expect, it } from "vitest";
import type { JsonSchema } from "@/api/cases";
import { atHour } from "./QuickTimes";
import { type FormValues, fieldsOf, fieldsThatMatter, readForm, startValues } from "./schema";

const SCHEMA: JsonSchema = {
  type: "object",
  required: ["ground", "claimed_amount_fen", "text"],
  properties: {
    ground: { $ref: "#/$defs/Ground" },
    claimed_amount_fen: { type: "integer", minimum: 1 },
    text: { type: "string", minLength: 2, maxLength: 2000 },
    answered_at: {
      anyOf: [{ type: "string", format: "date-time" }, { type: "null" }],
      default: null,
    },
    minutes: { type: "integer", minimum: 1, maximum: 60 },
    is_urgent: { type: "boolean", default: false },
    reference: { anyOf: [{ type: "string", format: "uuid" }, { type: "null" }] },
    kind: { const: "claim" },
  },
  $defs: { Ground: { enum: ["delay", "loss", "damage"], type: "string" } },
};

const toInstant = (local: string) => `${local}:00+08:00`;
const read = (values: Record<string, string | boolean>) =>
  readForm(SCHEMA, { ...startValues(fieldsOf(SCHEMA)), ...values }, toInstant);

describe("fieldsOf", () => {
  it("draws what a person can fill, and nothing else", () => {
    expect(fieldsOf(SCHEMA).map((field) => [field.name, field.kind, field.isRequired])).toEqual([
      ["ground", "choice", true],
      ["claimed_amount_fen", "money", true],
      ["text", "area", true],
      ["answered_at", "datetime", false],
      ["minutes", "integer", false],
      ["is_urgent", "boolean", false],
    ]);
    expect(fieldsOf(null)).toEqual([]);
  });
});

describe("readForm", () => {
  it("gives integers in fen, instants with an offset and constants; leaves the empty out", () => {
    const filled = {
      ground: "loss",
      claimed_amount_fen: "9.90",
      text: "已联系",
      answered_at: "2026-11-20T14:00",
    };
    expect(read(filled)).toEqual({
      data: {
        ground: "loss",
        claimed_amount_fen: 990,
        text: "已联系",
        answered_at: "2026-11-20T14:00:00+08:00",
        is_urgent: false,
        kind: "claim",
      },
      faults: {},
    });
  });

  it("names each fault by its field", () => {
    const { faults } = read({ claimed_amount_fen: "1.234", text: "短", minutes: "61" });
    expect(faults).toEqual({
      ground: "missing",
      claimed_amount_fen: "not_an_amount",
      text: "too_short",
      minutes: "out_of_range",
    });
  });
});

describe("fields that matter", () => {
  const schema: JsonSchema = {
    required: ["target"],
    properties: {
      target: { enum: ["back", "elsewhere"], default: "back" },
      new_address: {
        type: "string",
        default: "",
        x_needed: true,
        x_when: { field: "target", values: ["elsewhere"] },
      },
      fee_fen: { type: "integer", x_when: { field: "details.trouble", values: ["upstairs"] } },
      told: { type: "array", label_zh: "告知", items: { enum: ["a", "b"] } },
      weight_g: { type: "integer", x_start: "details.weight_g" },
    },
  };
  const known = { details: { trouble: "upstairs", weight_g: 1500 } };
  const fields = fieldsOf(schema);
  const names = (target: string, from = known) =>
    fieldsThatMatter(fields, { target }, from).map((field) => field.name);

  it("are those for what was chosen, and for what the case is about", () => {
    expect(names("back")).toEqual(["target", "fee_fen", "told", "weight_g"]);
    expect(names("elsewhere")).toContain("new_address");
    expect(names("back", { details: { trouble: "x", weight_g: 1 } })).not.toContain("fee_fen");
  });

  it("are read alone: what does not matter is neither missing nor sent", () => {
    const values: FormValues = { ...startValues(fields, known), new_address: "绍兴", told: "a\nb" };
    expect(values.weight_g).toBe("1.5");
    const back = readForm(schema, values, toInstant, known);
    expect(back).toEqual({
      data: { target: "back", told: ["a", "b"], weight_g: 1500 },
      faults: {},
    });
    const gone = { ...values, target: "elsewhere", new_address: "", weight_g: "1.23456" };
    expect(readForm(schema, gone, toInstant, known).faults).toEqual({
      new_address: "missing",
      weight_g: "not_a_weight",
    });
  });
});

describe("quick times", () => {
  it("name an hour of the firm's day, over midnight too", () => {
    const lateAtNight = Date.parse("2026-12-31T23:30:00+08:00");
    expect(atHour(lateAtNight, 0, 19)).toBe("2026-12-31T19:00");
    expect(atHour(lateAtNight, 1, 12)).toBe("2027-01-01T12:00");
  });
});

describe("what is shown masked", () => {
  const CALL: JsonSchema = {
    type: "object",
    required: ["phone", "text"],
    properties: {
      phone: { type: "string", x_start: "details.phone", x_personal: "phone", label_zh: "电话" },
      text: { type: "string", x_start: "details.text" },
    },
  };
  const known = { details: { phone: "138******67", text: "带 * 的话" } };
  const from = (said: FormValues) =>
    readForm(CALL, { ...startValues(fieldsOf(CALL), known), ...said }, toInstant, known);

  it("is not put into the form, and not sent back", () => {
    expect(startValues(fieldsOf(CALL), known)).toEqual({ phone: "", text: "带 * 的话" });
    expect(from({})).toEqual({ data: { text: "带 * 的话" }, faults: {} });
  });

  it("is changed by writing another, and asked for where nothing is known", () => {
    expect(from({ phone: "13911112222" }).data.phone).toBe("13911112222");
    expect(readForm(CALL, { text: "好" }, toInstant, {}).faults).toEqual({ phone: "missing" });
  });
});
