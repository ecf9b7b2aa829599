import { describe, expect, it } from "vitest";
import type { CaseRow } from "@/api/cases";
import { compareLive, flatten, type Pages, patchRows, rangeIds } from "./rows";

function row(id: string, version = 1): CaseRow {
  return {
    id,
    number: id,
    kind: "work_order",
    direction: "inbound",
    state: "issued",
    version,
    station: { id: "s", code: "S1", name: "西兴", carrier: "zto" },
    waybill: "78906137459920",
    summary: "",
    due_at: null,
    risk_fen: 0,
    holder: { kind: "queue", name: null, member_id: null, is_me: false },
    opened_at: "2026-11-20T00:00:00Z",
    closed_at: null,
    snoozed_until: null,
  };
}

const pages: Pages = {
  pages: [
    { items: [row("a"), row("b")], next_cursor: "2" },
    { items: [row("b"), row("c")], next_cursor: null },
  ],
  pageParams: [null, "2"],
};

describe("the queue's rows", () => {
  it("shows a row once, though it slid from one page to the next while loading", () => {
    expect(flatten(pages).map((each) => each.id)).toEqual(["a", "b", "c"]);
  });

  it("changes a row where it stands and keeps the others' identity", () => {
    const next = patchRows(pages, new Map([["b", row("b", 2)]]));
    expect(flatten(next).map((each) => [each.id, each.version])).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 1],
    ]);
    expect(next.pages[0]?.items[0]).toBe(pages.pages[0]?.items[0]);
    expect(patchRows(pages, new Map([["b", row("b")]]))).toBe(pages);
  });

  it("counts what is new and marks what has left, without moving anything", () => {
    const fresh = { items: [row("n"), row("a")], next_cursor: "2" };
    const diff = compareLive([row("a"), row("b"), row("c")], fresh, new Set(["b"]));
    expect(diff).toEqual({ arrivedIds: ["n"], goneIds: ["b"] });
  });

  it("selects the same range in both directions", () => {
    const rows = [row("a"), row("b"), row("c"), row("d")];
    expect(rangeIds(rows, 1, 3)).toEqual(["b", "c", "d"]);
    expect(rangeIds(rows, 3, 1)).toEqual(["b", "c", "d"]);
  });
});
