import { describe, expect, it } from "vitest";
import { deskSearch, ownerSearch, parseSearch, signInSearch, stringifySearch } from "./search";

describe("what a screen keeps in its address", () => {
  it("drops what it does not know", () => {
    expect(deskSearch({ view: "everything", kind: "", q: "7890" })).toEqual({
      view: undefined,
      kind: undefined,
      station: undefined,
      holder: undefined,
      q: "7890",
    });
    expect(ownerSearch({ month: "11" }).month).toBeUndefined();
  });

  it("keeps a number of many digits as text, there and back", () => {
    const search = { view: "all", q: "78906137459920", station: undefined };
    expect(stringifySearch(search)).toBe("?view=all&q=78906137459920");
    expect(parseSearch("?view=all&q=78906137459920")).toEqual({ view: "all", q: "78906137459920" });
    expect(stringifySearch({})).toBe("");
  });

  it("never sends the reader to another site after signing in", () => {
    expect(signInSearch({ next: "/fines?status=undecided" }).next).toBe("/fines?status=undecided");
    for (const next of ["//evil.example", "https://evil.example", "/\\evil.example"]) {
      expect(signInSearch({ next }).next).toBeUndefined();
    }
  });
});
