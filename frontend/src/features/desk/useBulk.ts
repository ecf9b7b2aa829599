import { t } from "@lingui/core/macro";
import { useMutation } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import type { CaseRow } from "@/api/cases";
import { actOnMany, type BulkAction, type BulkOut } from "@/api/desk";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { heldByMe, IN_QUEUE } from "./rows";
import { useRowPatch } from "./useQueue";
import { useLookAgain, useUndo } from "./useUndo";

export interface BulkOrder {
  action: BulkAction;
  rows: CaseRow[];
  data?: object;
  /** What it is called in the line at the foot: 认领, 转给李娜. */
  word: string;
}

const UNDOABLE = new Set<BulkAction>(["claim", "release", "reassign", "snooze", "event", "macro"]);

/** One thing done to many cases: shown at once, put right row by row, undone as one. */
export function useBulk(onDone: () => void) {
  const { session } = useRouteContext({ from: "/firm" });
  const patch = useRowPatch();
  const undo = useUndo();
  const lookAgain = useLookAgain();
  const [refused, setRefused] = useState<{ order: BulkOrder; told: BulkOut } | null>(null);

  const show = ({ action, rows }: BulkOrder) => {
    if (action === "claim") patch(rows.map((row) => ({ ...row, holder: heldByMe(session) })));
    if (action === "release") patch(rows.map((row) => ({ ...row, holder: IN_QUEUE })));
  };
  const tell = (order: BulkOrder, told: BulkOut) => {
    const { word } = order;
    const done = told.items.filter((item) => item.is_done && item.version !== null);
    const marked = done.map((item) => ({ id: item.id, version: item.version ?? 0 }));
    const count = told.done;
    const left = told.refused;
    const text = left > 0 ? t`${word} ${count} 件，${left} 件没有做成` : t`${word} ${count} 件`;
    const canUndo = count > 0 && UNDOABLE.has(order.action);
    notify(text, canUndo ? () => undo(marked) : undefined);
    setRefused(left > 0 ? { order, told } : null);
  };
  const sending = useMutation({
    mutationFn: (order: BulkOrder) => {
      show(order);
      return actOnMany(order.action, order.rows, order.data);
    },
    onSuccess: (told, order) => {
      tell(order, told);
      onDone();
    },
    onError: (error) => notifyRefusal(errorText(error)),
    onSettled: (_told, _error, order) => lookAgain(order.rows.map((row) => row.id)),
  });
  return {
    run: sending.mutate,
    isPending: sending.isPending,
    refused,
    forget: () => setRefused(null),
  };
}
