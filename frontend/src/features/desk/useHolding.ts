import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useCallback } from "react";
import { type Case, type CaseRow, claimCase, type Holder, releaseCase } from "@/api/cases";
import { ApiError } from "@/api/client";
import { isUnread, unreadKey } from "@/api/policies";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { heldByMe, IN_QUEUE } from "./rows";
import { useRowPatch } from "./useQueue";
import { useUndo } from "./useUndo";

/** A 409 carries the case as it is now; the row is put right from it. */
function currentOf(error: unknown): CaseRow | null {
  if (!(error instanceof ApiError)) return null;
  const current = error.problem.current;
  return current && typeof current === "object" && "id" in current ? (current as CaseRow) : null;
}

/** Claim and release: shown at once, taken back with the reason when refused. */
export function useHolding() {
  const queries = useQueryClient();
  const patch = useRowPatch();
  const { session } = useRouteContext({ from: "/firm" });

  const settle = useCallback(
    (answer: Case | null, id: string) => {
      if (answer?.id) {
        patch([answer]);
        queries.setQueryData(
          ["case", id],
          (before: Case | undefined) => before && { ...before, ...answer },
        );
      }
      queries.invalidateQueries({ queryKey: ["case", id] });
      queries.invalidateQueries({ queryKey: ["case-counts"] });
    },
    [patch, queries],
  );

  const move = useCallback(
    async (row: CaseRow, holder: Holder, send: () => Promise<Case | null>): Promise<boolean> => {
      patch([{ ...row, holder }]);
      try {
        settle(await send(), row.id);
        return true;
      } catch (error) {
        patch([currentOf(error) ?? row]);
        if (isUnread(error)) queries.invalidateQueries({ queryKey: unreadKey });
        queries.invalidateQueries({ queryKey: ["case", row.id] });
        const number = row.number;
        const reason = errorText(error);
        notifyRefusal(t`${number}：${reason}`);
        return false;
      }
    },
    [patch, queries, settle],
  );

  const undo = useUndo();
  const release = useCallback(
    async (row: CaseRow) => {
      const number = row.number;
      let version = row.version;
      const isDone = await move(row, IN_QUEUE, async () => {
        const answer = await releaseCase(row.id);
        version = answer?.version ?? version;
        return answer;
      });
      if (isDone) notify(t`已放回 ${number}`, () => undo([{ id: row.id, version }]));
    },
    [move, undo],
  );

  const claim = useCallback(
    async (row: CaseRow) => {
      const number = row.number;
      const isDone = await move(row, heldByMe(session), () => claimCase(row.id));
      if (isDone) notify(t`已认领 ${number}`, () => release({ ...row, holder: heldByMe(session) }));
    },
    [move, release, session],
  );

  const claimNext = useCallback(async (): Promise<Case | null> => {
    try {
      const taken = await claimCase();
      if (!taken) notify(t`没有可认领的工作项了`);
      else {
        settle(taken, taken.id);
        const number = taken.number;
        notify(t`已认领 ${number}`, () => release(taken));
      }
      return taken;
    } catch (error) {
      if (isUnread(error)) queries.invalidateQueries({ queryKey: unreadKey });
      notifyRefusal(errorText(error));
      return null;
    }
  }, [queries, release, settle]);

  return { claim, claimNext, release };
}
