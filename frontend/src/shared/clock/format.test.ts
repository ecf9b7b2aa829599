import { describe, expect, it } from "vitest";
import { clockLevel, formatClock, formatGapClock, formatMinutes, formatSpan } from "./format";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe("clockLevel", () => {
  it("changes exactly at 30 minutes, at 15 and at the deadline", () => {
    expect(clockLevel(30 * MINUTE + 1)).toBe("calm");
    expect(clockLevel(30 * MINUTE)).toBe("warn");
    expect(clockLevel(15 * MINUTE + 1)).toBe("warn");
    expect(clockLevel(15 * MINUTE)).toBe("over");
    expect(clockLevel(0)).toBe("over");
    expect(clockLevel(-1)).toBe("late");
  });
});

describe("formatSpan", () => {
  it.each([
    [0, "00:00"],
    [59 * SECOND, "00:59"],
    [33 * MINUTE + 50 * SECOND, "33:50"],
    [HOUR, "1:00:00"],
    [23 * HOUR + 59 * MINUTE + 59 * SECOND, "23:59:59"],
    [24 * HOUR, "1 天 0 时"],
    [27 * HOUR + 30 * MINUTE, "1 天 3 时"],
  ])("writes %d ms as %s", (spanMs, text) => {
    expect(formatSpan(spanMs)).toBe(text);
  });
});

describe("the words around a clock", () => {
  it("says 超 once the deadline has passed", () => {
    expect(formatClock(-(4 * MINUTE + 18 * SECOND))).toBe("超 04:18");
    expect(formatClock(4 * MINUTE)).toBe("04:00");
  });

  it("says 逾 and 余 for gaps, in hours and minutes", () => {
    expect(formatGapClock(-(31 * HOUR + 2 * MINUTE))).toBe("逾 31 时 02 分");
    expect(formatGapClock(7 * HOUR + 27 * MINUTE)).toBe("余 7 时 27 分");
  });

  it("writes whole hours without minutes and long spans in days", () => {
    expect(formatMinutes(56)).toBe("56 分");
    expect(formatMinutes(120)).toBe("2 小时");
    expect(formatMinutes(125)).toBe("2 时 05 分");
    expect(formatMinutes(51 * 60)).toBe("2 天 3 时");
  });
});
