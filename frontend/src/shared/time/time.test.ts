import { afterEach, describe, expect, it } from "vitest";
import { briefTime, dayAndTime, localInput, setZone, withOffset } from "./time";

afterEach(() => setZone("Asia/Shanghai"));

describe("times in the firm's zone", () => {
  it("shows the zone's wall clock, not the reader's", () => {
    expect(dayAndTime("2026-11-18T13:14:00Z")).toBe("11-18 21:14");
    setZone("Asia/Urumqi");
    expect(dayAndTime("2026-11-18T13:14:00Z")).toBe("11-18 19:14");
  });

  it("leaves the day out when it is today's", () => {
    const now = Date.parse("2026-11-18T15:00:00Z");
    expect(briefTime("2026-11-18T13:14:00Z", now)).toBe("21:14");
    expect(briefTime("2026-11-17T13:14:00Z", now)).toBe("11-17 21:14");
  });

  it("goes from a field to an instant and back", () => {
    expect(withOffset("2026-11-20T14:32")).toBe("2026-11-20T14:32:00+08:00");
    expect(localInput(withOffset("2026-11-20T14:32"))).toBe("2026-11-20T14:32");
  });
});
