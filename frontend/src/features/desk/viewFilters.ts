import type { CaseFilter } from "@/api/cases";
import type { ViewFilters } from "@/api/desk";

const list = (text: string | undefined) => (text ? text.split(",").filter(Boolean) : undefined);
const joined = (items: string[] | undefined) => (items?.length ? items.join(",") : undefined);

/** The queue's address as a view keeps it. */
export function filtersOf(filter: CaseFilter): ViewFilters {
  const filters: ViewFilters = {
    view: filter.view === "all" ? undefined : filter.view,
    kinds: list(filter.kind),
    stations: list(filter.station),
    holders: list(filter.holder),
    states: list(filter.states),
    direction: filter.direction,
    due_within_minutes: filter.due_within_minutes,
    risk_over_fen: filter.risk_over_fen,
    q: filter.q,
  };
  return Object.fromEntries(
    Object.entries(filters).filter(([, value]) => value !== undefined),
  ) as ViewFilters;
}

/** A saved view as the queue's address. */
export function filterOf(filters: ViewFilters): CaseFilter {
  return {
    view: filters.view ?? "all",
    kind: joined(filters.kinds),
    station: joined(filters.stations),
    holder: joined(filters.holders),
    states: joined(filters.states),
    direction: filters.direction ?? undefined,
    due_within_minutes: filters.due_within_minutes ?? undefined,
    risk_over_fen: filters.risk_over_fen ?? undefined,
    q: filters.q ?? undefined,
  };
}

/** Two addresses that show the same. */
export function isSame(a: CaseFilter, b: CaseFilter): boolean {
  return JSON.stringify(filterOf(filtersOf(a))) === JSON.stringify(filterOf(filtersOf(b)));
}

/** `a,b` with `c` switched on or off. */
export function toggled(text: string | undefined, item: string): string | undefined {
  const items = list(text) ?? [];
  return joined(items.includes(item) ? items.filter((each) => each !== item) : [...items, item]);
}
