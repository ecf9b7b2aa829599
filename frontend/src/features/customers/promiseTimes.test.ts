import { describe, expect, it } from "vitest";
import { innerTime, readRoom, roomMinutes } from "./promiseTimes";

const HOUR = 3_600_000;

describe("the room of a promise", () => {
  it("is the usual one, or half of what time there is", () => {
    expect(innerTime(0, 5 * HOUR, null)).toBe(4 * HOUR);
    expect(innerTime(0, HOUR, null)).toBe(HOUR / 2);
    expect(innerTime(0, 5 * HOUR, 0)).toBe(5 * HOUR);
    expect(innerTime(0, 5 * HOUR, 90)).toBe(3.5 * HOUR);
  });
  it("is read from a field only where it is a whole number of minutes", () => {
    expect(readRoom("30")).toBe(30);
    expect(readRoom("")).toBeNull();
    expect(readRoom("half")).toBeNull();
    expect(readRoom("-5")).toBeNull();
  });
  it("is shown in minutes", () => {
    const promise = { due_at: "2026-11-20T11:00:00Z", inner_due_at: "2026-11-20T10:00:00Z" };
    expect(roomMinutes(promise)).toBe(60);
  });
});
