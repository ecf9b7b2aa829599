import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type CaseRow, countCases, listCases } from "@/api/cases";
import { serverNow } from "@/api/client";
import { readSla } from "@/api/reports";
import { listCovers, readBoard, readCoverage, readLoad } from "@/api/workforce";
import { onChange } from "@/realtime/stream";
import { fullDay } from "@/shared/time/time";

const ROWS_SHOWN = 11;
const REFRESH_MS = 30_000;

async function readUrgent(): Promise<CaseRow[]> {
  const [overdue, soon] = await Promise.all([
    listCases({ view: "overdue" }, null),
    listCases({ view: "due_soon" }, null),
  ]);
  const rows = [...overdue.items, ...soon.items];
  return rows
    .filter((row, index) => rows.findIndex((each) => each.id === row.id) === index)
    .slice(0, ROWS_SHOWN);
}

function usePolled<T>(key: string, queryFn: () => Promise<T>, times = 1) {
  return useQuery({ queryKey: [key], queryFn, refetchInterval: REFRESH_MS * times });
}

/** Everything the wallboard shows; what a case's change can move is read again at once. */
export function useBoard() {
  const queries = useQueryClient();
  const counts = usePolled("case-counts", countCases);
  const urgent = usePolled("urgent", readUrgent);
  const board = usePolled("board", readBoard);
  const load = usePolled("load", readLoad);
  const coverage = usePolled("coverage", readCoverage, 2);
  const covers = usePolled("covers", listCovers, 10);
  const today = fullDay(serverNow());
  const sla = useQuery({
    queryKey: ["sla", today],
    queryFn: () => readSla(undefined, today, today),
    refetchInterval: REFRESH_MS * 10,
  });
  useEffect(
    () =>
      onChange(() => {
        for (const key of ["case-counts", "urgent", "board", "load"]) {
          queries.invalidateQueries({ queryKey: [key] });
        }
      }),
    [queries],
  );
  return { counts, urgent, sla, board, load, coverage, covers };
}
