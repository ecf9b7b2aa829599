import { expect, it } from "vitest";
import { filterOf, filtersOf, isSame, toggled } from "./viewFilters";

it("keeps what the address says, and nothing that it does not say", () => {
  const filter = { view: "overdue" as const, kind: "work_order,chase", due_within_minutes: 120 };
  expect(filtersOf(filter)).toEqual({
    view: "overdue",
    kinds: ["work_order", "chase"],
    due_within_minutes: 120,
  });
  expect(isSame(filterOf(filtersOf(filter)), filter)).toBe(true);
  expect(isSame(filter, { ...filter, station: "XX01" })).toBe(false);
});

it("switches one of several on and off", () => {
  expect(toggled(undefined, "a")).toBe("a");
  expect(toggled("a,b", "a")).toBe("b");
  expect(toggled("a", "a")).toBeUndefined();
});
