import type { CaseFilter, CaseView } from "@/api/cases";
import type { FineFilter } from "@/api/fines";
import type { Answer } from "@/api/statements";
import type { Direction } from "@/api/stations";

/** What each screen keeps in its address; anything else there is dropped. */
type Raw = Record<string, unknown>;

const VIEWS: CaseView[] = ["all", "mine", "unclaimed", "due_soon", "overdue", "forgotten"];

/** Plain `?key=value`: what a person reads and shares, not JSON in disguise. */
export function parseSearch(search: string): Raw {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Raw): string {
  const plain = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== "") plain.set(key, String(value));
  }
  const text = plain.toString();
  return text ? `?${text}` : "";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number"
    ? String(value) || undefined
    : undefined;
}

function oneOf<T extends string>(value: unknown, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
}

const DIRECTIONS = ["inbound", "outbound"] as const;

function count(value: unknown): number | undefined {
  const number = Number(text(value) ?? Number.NaN);
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}

export type DeskSearch = Partial<CaseFilter>;

export function deskSearch(raw: Raw): DeskSearch {
  return {
    view: oneOf(raw.view, VIEWS),
    kind: text(raw.kind),
    station: text(raw.station),
    holder: text(raw.holder),
    states: text(raw.states),
    direction: oneOf(raw.direction, DIRECTIONS),
    due_within_minutes: count(raw.due_within_minutes),
    risk_over_fen: count(raw.risk_over_fen),
    q: text(raw.q),
  };
}

export interface CustomersSearch {
  customer?: string;
}

export function customersSearch(raw: Raw): CustomersSearch {
  return { customer: text(raw.customer) };
}

export type FinesSearch = FineFilter;

export function finesSearch(raw: Raw): FinesSearch {
  return {
    status: oneOf(raw.status, ["undecided", "waiting", "attributed", "reversed"] as const),
    station: text(raw.station),
    category: text(raw.category),
    proposed: text(raw.proposed),
    confidence: Number(raw.confidence) || undefined,
    mark: oneOf(raw.mark, ["duplicate", "exempted", "any", "none"] as const),
    day_from: text(raw.day_from),
    day_to: text(raw.day_to),
    amount_from: text(raw.amount_from),
    amount_to: text(raw.amount_to),
    batch: text(raw.batch),
  };
}

export interface DisputesSearch {
  list?: "open" | "ended";
  party?: "agent" | "station";
  station?: string;
}

export function disputesSearch(raw: Raw): DisputesSearch {
  return {
    list: oneOf(raw.list, ["open", "ended"] as const),
    party: oneOf(raw.party, ["agent", "station"] as const),
    station: text(raw.station),
  };
}

export interface StatementsSearch {
  month?: string;
  answer?: Answer;
}

export function statementsSearch(raw: Raw): StatementsSearch {
  const month = text(raw.month);
  return {
    month: month && /^\d{4}-\d{2}$/.test(month) ? month : undefined,
    answer: oneOf(raw.answer, ["unseen", "seen", "disputed", "accepted"] as const),
  };
}

export interface GapsSearch {
  station?: string;
  direction?: Direction;
  as_of?: string;
  waybill?: string;
}

export function gapsSearch(raw: Raw): GapsSearch {
  return {
    station: text(raw.station),
    direction: oneOf(raw.direction, ["inbound", "outbound"] as const),
    as_of: text(raw.as_of),
    waybill: text(raw.waybill),
  };
}

export interface OwnerSearch {
  station?: string;
  month?: string;
}

export function ownerSearch(raw: Raw): OwnerSearch {
  const month = text(raw.month);
  return {
    station: text(raw.station),
    month: month && /^\d{4}-\d{2}$/.test(month) ? month : undefined,
  };
}

export function signInSearch(raw: Raw): { next?: string } {
  const next = text(raw.next);
  // Only a path of our own: an address elsewhere would be an open redirect.
  return { next: next && /^\/(?![/\\])/.test(next) ? next : undefined };
}
