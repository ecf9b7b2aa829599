import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { CaseRow } from "@/api/cases";
import { type BulkItem, undoLastDeed } from "@/api/desk";
import { localised } from "@/shared/i18n/locale";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";

export const refusalOf = (item: BulkItem) => localised(item.zh || item.en, item.en || item.zh);

/** Lists and open cases look again after something was done to several cases. */
export function useLookAgain() {
  const queries = useQueryClient();
  return useCallback(
    (ids: string[]) => {
      for (const id of ids) queries.invalidateQueries({ queryKey: ["case", id] });
      queries.invalidateQueries({ queryKey: ["case-counts"] });
      queries.invalidateQueries({ queryKey: ["case-views"] });
      queries.invalidateQueries({ queryKey: ["cases"] });
    },
    [queries],
  );
}

/** Takes back what was just done to these cases, at the versions which that has made. */
export function useUndo() {
  const lookAgain = useLookAgain();
  return useCallback(
    async (rows: Pick<CaseRow, "id" | "version">[]) => {
      try {
        const told = await undoLastDeed(rows);
        const refused = told.items.find((item) => !item.is_done);
        const done = told.done;
        if (refused) notifyRefusal(`${refused.number} ${refusalOf(refused)}`);
        else notify(done === 1 ? t`已撤销` : t`已撤销 ${done} 件`);
      } catch (error) {
        notifyRefusal(errorText(error));
      }
      lookAgain(rows.map((row) => row.id));
    },
    [lookAgain],
  );
}
