import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type Gap, listGaps, type StationGaps } from "@/api/gaps";
import type { GapKind } from "@/api/parcels";
import { GAP_ORDER } from "./arithmetic";

/** Shown at first: every overdue gap up to a limit, and a few that are not due yet. */
const OVERDUE_SHOWN = 40;
const WAITING_SHOWN = 3;
const MORE = 200;

export interface GapGroup {
  kind: GapKind;
  total: number;
  overdue: number;
  shown: Gap[];
  /** Loaded and folded away. */
  folded: number;
}

function fold(items: Gap[], extra: number): Gap[] {
  const overdue = items.filter((gap) => gap.is_overdue);
  const waiting = items.filter((gap) => !gap.is_overdue);
  return [...overdue.slice(0, OVERDUE_SHOWN + extra), ...waiting.slice(0, WAITING_SHOWN + extra)];
}

function groupsOf(
  row: StationGaps,
  items: Gap[],
  extra: Partial<Record<GapKind, number>>,
): GapGroup[] {
  return GAP_ORDER.flatMap((kind) => {
    const counted = row.gaps[kind];
    const mine = items
      .filter((gap) => gap.gap === kind)
      .sort((a, b) => (a.due_at ?? "").localeCompare(b.due_at ?? ""));
    const total = counted?.total ?? mine.length;
    if (total === 0 && mine.length === 0) return [];
    const shown = fold(mine, extra[kind] ?? 0);
    return [
      { kind, total, overdue: counted?.overdue ?? 0, shown, folded: mine.length - shown.length },
    ];
  });
}

export function useGaps(row: StationGaps, asOf?: string) {
  const [extra, setExtra] = useState<Partial<Record<GapKind, number>>>({});
  const filter = { station: row.station.code, direction: row.direction, as_of: asOf };
  const query = useInfiniteQuery({
    queryKey: ["gaps", filter],
    queryFn: ({ pageParam }) => listGaps(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const groups = useMemo(() => groupsOf(row, items, extra), [row, items, extra]);
  const unfold = (kind: GapKind) =>
    setExtra((before) => ({ ...before, [kind]: (before[kind] ?? 0) + MORE }));
  return { query, groups, unfold };
}
