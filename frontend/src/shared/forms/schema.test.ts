import { describe, expect, it } from "vitest";
import type { JsonSchema } from "@/api/cases";
import { fieldsOf, readForm, startValues } from "./schema";

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
