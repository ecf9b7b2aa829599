import { expect, test } from "vitest";
import { draftOf, typedFrom, wrongFees } from "./draft";

test("a new version keeps the terms of the one before it", () => {
  const base = {
    ...draftOf({ ...typedFrom(null, "2026-01-01"), monthFee: "3,000", vatPercent: "6" }),
    id: "c",
    station_id: "s",
    created_at: "2026-01-01T00:00:00Z",
    created_by_name: "方",
    service_hours: { workday: ["08:30-12:00", "13:00-18:00"], rest_day: [] },
  };
  const next = draftOf(typedFrom(base, "2026-07-01"));
  expect(next.valid_from).toBe("2026-07-01");
  expect(next.month_fee_fen).toBe(300000);
  expect(next.vat_basis_points).toBe(600);
  expect(next.service_hours).toEqual(base.service_hours);
});

test("what is no amount is named, and nothing means none", () => {
  const typed = { ...typedFrom(null, "2026-01-01"), parcelFee: "0.155", monthFee: "" };
  expect(wrongFees(typed)).toEqual(["parcelFee"]);
  expect(draftOf(typed).month_fee_fen).toBe(0);
});
