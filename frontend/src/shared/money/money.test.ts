import { describe, expect, it } from "vitest";
import { formatPlain, formatYuan, parseYuan } from "./money";

describe("formatYuan", () => {
  it.each([
    [0, "¥0.00"],
    [5, "¥0.05"],
    [5_000, "¥50.00"],
    [123_450, "¥1,234.50"],
    [123_456_789, "¥1,234,567.89"],
    [-200, "−¥2.00"],
  ])("writes %d fen as %s", (fen, text) => {
    expect(formatYuan(fen)).toBe(text);
  });

  it("shows the sign of what is owed when asked", () => {
    expect(formatYuan(72_800, true)).toBe("+¥728.00");
    expect(formatYuan(0, true)).toBe("¥0.00");
    expect(formatPlain(-4_200)).toBe("−42.00");
  });
});

describe("parseYuan", () => {
  it.each([
    ["50", 5_000],
    ["50.5", 5_050],
    ["1,234.56", 123_456],
    ["¥8.00", 800],
    ["-2", -200],
    ["0.29", 29],
  ])("reads %s as %d fen", (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });

  it.each(["", "1.234", "abc", "1e3", "1.", ".5"])("refuses %s", (text) => {
    expect(parseYuan(text)).toBeNull();
  });

  it("takes back what formatYuan writes", () => {
    for (const fen of [0, 1, 99, 100, 12_345, 99_999_999])
      expect(parseYuan(formatYuan(fen))).toBe(fen);
  });
});
