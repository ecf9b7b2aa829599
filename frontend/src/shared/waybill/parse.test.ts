import { expect, it } from "vitest";
import { waybillsIn } from "./parse";

it("finds waybills in a pasted column, once each, in order", () => {
  const pasted = "78906137459920\nYT8837450126394\r\n78906137459920  yt8837450126395，姓名 138\n";
  expect(waybillsIn(pasted)).toEqual(["78906137459920", "YT8837450126394", "YT8837450126395"]);
  expect(waybillsIn("周先生 江陵路")).toEqual([]);
});
