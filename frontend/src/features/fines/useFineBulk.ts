import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { appealFines, BULK_MAX, type BulkItem, decideFines } from "@/api/fineBulk";
import type { FineRow } from "@/api/fines";

export interface BulkTold {
  kind: "decide" | "appeal";
  rows: FineRow[];
  items: BulkItem[];
}

export type BulkOrder =
  | { kind: "decide"; note: string }
  | { kind: "appeal"; ground: string | null; reason: string };

/** Which fines are marked, and one thing done to all of them, batch after batch. */
export function useFineBulk(fines: FineRow[]) {
  const queries = useQueryClient();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [told, setTold] = useState<BulkTold | null>(null);
  const [done, setDone] = useState(0);
  const rows = fines.filter((fine) => marked.has(fine.id));
  const work = useMutation({
    mutationFn: async (order: BulkOrder) => {
      const items: BulkItem[] = [];
      for (let at = 0; at < rows.length; at += BULK_MAX) {
        const ids = rows.slice(at, at + BULK_MAX).map((row) => row.id);
        items.push(
          ...(order.kind === "decide"
            ? await decideFines(ids, order.note)
            : await appealFines(ids, order.ground, order.reason)),
        );
        setDone(items.length);
      }
      return { kind: order.kind, rows, items };
    },
    onMutate: () => setDone(0),
    onSuccess: (result) => {
      setTold(result);
      setMarked(new Set());
    },
    // A batch that broke off has left those before it done.
    onSettled: () => {
      queries.invalidateQueries({ queryKey: ["fines"] });
      queries.invalidateQueries({ queryKey: ["fine"] });
      queries.invalidateQueries({ queryKey: ["fine-sums"] });
    },
  });
  const toggle = (id: string) =>
    setMarked((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return {
    rows,
    isMarked: (id: string) => marked.has(id),
    toggle,
    markAll: () => setMarked(new Set(fines.map((fine) => fine.id))),
    clear: () => setMarked(new Set()),
    told,
    forget: () => setTold(null),
    work,
    done,
  };
}
