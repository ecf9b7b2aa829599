import { describe, expect, it } from "vitest";
import type { JsonSchema, KindInfo } from "@/api/cases";
import { isOpenedByHand, shelvesOf } from "./KindPicker";
import { withProblemTypes } from "./problemTypes";

const kind = (name: string, group: string, create_schema: JsonSchema = {}): KindInfo => ({
  kind: name,
  label_zh: name,
  label_en: name,
  group,
  directions: ["inbound"],
  create_schema,
  is_waybill_optional: false,
});

describe("the shelves of kinds", () => {
  it("keep the desk's order and lose no kind, an unknown shelf's neither", () => {
    const kinds = [kind("a", "claim"), kind("b", "exception"), kind("c", "new")];
    expect(shelvesOf(kinds).map((each) => each.shelf)).toEqual(["exception", "claim", "new"]);
    expect(shelvesOf(kinds).flatMap((each) => each.kinds)).toHaveLength(3);
  });

  it("leave out what begins with something that has an id", () => {
    const fine = { properties: { fine_id: { format: "uuid" } }, required: ["fine_id"] };
    expect(isOpenedByHand(kind("penalty_appeal", "claim", fine))).toBe(false);
    expect(isOpenedByHand(kind("chase", "customer"))).toBe(true);
  });
});

describe("withProblemTypes", () => {
  const schema: JsonSchema = {
    properties: { problem_type: { anyOf: [{ type: "string" }, { type: "null" }] } },
  };
  const types = [
    {
      code: "A1",
      label_zh: "联系不上",
      label_en: "Unreachable",
      directions: ["inbound" as const],
      checklist: [],
    },
    {
      code: "B9",
      label_zh: "有单无货",
      label_en: "No goods",
      directions: ["outbound" as const],
      checklist: [],
    },
  ];

  it("offers the carrier's codes of that direction, with their names", () => {
    const field = withProblemTypes(schema, types, "inbound")?.properties?.problem_type;
    expect(field?.enum).toEqual(["A1"]);
    expect(field?.labels_zh).toEqual({ A1: "A1 联系不上" });
  });

  it("leaves the field free where the carrier has no list", () => {
    expect(withProblemTypes(schema, [], "inbound")).toBe(schema);
  });
});
