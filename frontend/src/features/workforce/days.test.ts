import { expect, test } from "vitest";
import { addDays, mondayOf, readShifts, weekday } from "./days";

test("weeks begin on Monday, across months and years", () => {
  expect(mondayOf("2026-11-22")).toBe("2026-11-16");
  expect(mondayOf("2026-11-23")).toBe("2026-11-23");
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(weekday("2026-11-22")).toBe(7);
});

test("shifts are read as people type them", () => {
  expect(readShifts("08:30-12:00，13:00–17:30")).toEqual(["08:30-12:00", "13:00-17:30"]);
  expect(readShifts(" 休 ")).toEqual([]);
  expect(readShifts("")).toEqual([]);
});
