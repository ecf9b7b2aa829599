import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type CaseFilter, type CaseRow, listCases } from "@/api/cases";
import { onChange } from "@/realtime/stream";
import { compareLive, flatten, type Pages, patchRows } from "./rows";

const QUIET_MS = 700;
const NOTHING: ReadonlySet<string> = new Set();

export const queueKey = (filter: CaseFilter) => ["cases", filter] as const;

/** Writes rows into every list on the screen, where they stand. */
export function useRowPatch() {
  const queries = useQueryClient();
  return useCallback(
    (rows: CaseRow[]) => {
      const fresh = new Map(rows.map((row) => [row.id, row]));
      queries.setQueriesData<Pages>(
        { queryKey: ["cases"] },
        (pages) => pages && patchRows(pages, fresh),
      );
    },
    [queries],
  );
}

/** The queue: loaded by pages, kept live without ever moving a row by itself. */
export function useQueue(filter: CaseFilter) {
  const queries = useQueryClient();
  const key = useMemo(() => queueKey(filter), [filter]);
  const patch = useRowPatch();
  const [arrived, setArrived] = useState<ReadonlySet<string>>(NOTHING);
  const [gone, setGone] = useState<ReadonlySet<string>>(NOTHING);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => listCases(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const rows = useMemo(() => flatten(query.data), [query.data]);
  const shown = useRef(rows);
  shown.current = rows;

  const look = useCallback(
    async (changedIds: ReadonlySet<string>) => {
      const fresh = await listCases(filter, null);
      const diff = compareLive(shown.current, fresh, changedIds);
      patch(fresh.items);
      setArrived(new Set(diff.arrivedIds));
      setGone((before) => new Set([...before, ...diff.goneIds]));
    },
    [filter, patch],
  );

  useLiveChanges(look);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view starts with a clean slate
  useEffect(() => {
    setArrived(NOTHING);
    setGone(NOTHING);
  }, [key]);

  const refresh = useCallback(async () => {
    setArrived(NOTHING);
    setGone(NOTHING);
    await queries.resetQueries({ queryKey: key, exact: true });
  }, [queries, key]);

  return { query, rows, arrivedCount: arrived.size, gone, refresh };
}

/** Gathers changes for a moment, then looks once. */
function useLiveChanges(look: (changedIds: ReadonlySet<string>) => Promise<void>) {
  const queries = useQueryClient();
  useEffect(() => {
    const pending = new Set<string>();
    let timer: number | undefined;
    const run = () => {
      timer = undefined;
      const ids = new Set(pending);
      pending.clear();
      // A failed look is no news: the connection line says that the list may be old.
      look(ids).catch(() => undefined);
      queries.invalidateQueries({ queryKey: ["case-counts"] });
      queries.invalidateQueries({ queryKey: ["case-views"] });
      for (const id of ids) queries.invalidateQueries({ queryKey: ["case", id] });
      if (ids.size === 0) queries.invalidateQueries({ queryKey: ["case"] });
    };
    const stop = onChange((ids) => {
      for (const id of ids) pending.add(id);
      timer ??= window.setTimeout(run, QUIET_MS);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [look, queries]);
}
