import type { InfiniteData } from "@tanstack/react-query";
import type { CaseRow, Holder } from "@/api/cases";
import type { Page } from "@/api/client";
import type { Session } from "@/api/session";

/** Pure bookkeeping of the queue: rows keep their places, only their contents change. */
export type Pages = InfiniteData<Page<CaseRow>, unknown>;

export function flatten(pages: Pages | undefined): CaseRow[] {
  const seen = new Set<string>();
  const rows: CaseRow[] = [];
  for (const page of pages?.pages ?? []) {
    for (const row of page.items) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      rows.push(row);
    }
  }
  return rows;
}

/** Replaces rows of the same id where they stand; unchanged rows keep their identity. */
export function patchRows(pages: Pages, fresh: ReadonlyMap<string, CaseRow>): Pages {
  let isChanged = false;
  const next = pages.pages.map((page) => {
    const items = page.items.map((row) => {
      const update = fresh.get(row.id);
      if (!update || JSON.stringify(update) === JSON.stringify(row)) return row;
      isChanged = true;
      return update;
    });
    return { ...page, items };
  });
  return isChanged ? { ...pages, pages: next } : pages;
}

export interface LiveDiff {
  /** In the fresh first page and not on the screen. */
  arrivedIds: string[];
  /** On the screen, reported as changed, and no longer in this view. */
  goneIds: string[];
}

/** Compares the screen with a fresh first page; `changedIds` empty means that anything may have changed. */
export function compareLive(
  shown: CaseRow[],
  fresh: Page<CaseRow>,
  changedIds: ReadonlySet<string>,
): LiveDiff {
  const shownIds = new Set(shown.map((row) => row.id));
  const freshIds = new Set(fresh.items.map((row) => row.id));
  const arrivedIds = fresh.items.filter((row) => !shownIds.has(row.id)).map((row) => row.id);
  const isWhole = fresh.next_cursor === null;
  const goneIds = shown
    .filter((row) => !freshIds.has(row.id) && (isWhole || changedIds.has(row.id)))
    .map((row) => row.id);
  return { arrivedIds, goneIds };
}

export function heldByMe(session: Session): Holder {
  return { kind: "agent", name: session.user.name, member_id: session.member.id, is_me: true };
}

export const IN_QUEUE: Holder = { kind: "queue", name: null, member_id: null, is_me: false };

/** Every row from the anchor to the cursor, whichever comes first. */
export function rangeIds(rows: CaseRow[], anchor: number, cursor: number): string[] {
  const [from, to] = anchor <= cursor ? [anchor, cursor] : [cursor, anchor];
  return rows.slice(from, to + 1).map((row) => row.id);
}
