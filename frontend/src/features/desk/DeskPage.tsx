import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import type { Case, CaseFilter } from "@/api/cases";
import type { BulkAction } from "@/api/desk";
import { UnreadPolicies } from "@/features/policies/UnreadPolicies";
import { useCommands } from "@/shared/keys/commands";
import { BulkRefused } from "./BulkRefused";
import { CasePane } from "./CasePane";
import { NewCaseDialog } from "./NewCaseDialog";
import { QueuePane } from "./QueuePane";
import { Rail } from "./Rail";
import { rangeIds } from "./rows";
import { useBulk } from "./useBulk";
import { useHolding } from "./useHolding";
import { usePresence } from "./usePresence";
import { useQueue } from "./useQueue";
import "./desk.css";
import "./case.css";
import "./steps.css";
import "./day.css";

/** The cursor stays on its case, whatever is loaded around it. */
function useCursor(ids: string[], openId: string | undefined) {
  const [cursorId, setCursorId] = useState<string | null>(openId ?? null);
  const found = cursorId ? ids.indexOf(cursorId) : -1;
  const cursor = found >= 0 ? found : ids.length > 0 ? 0 : -1;
  return { cursor, setCursorId };
}

function useSelection() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(() => new Set());
  const [anchor, setAnchor] = useState(0);
  const toggle = (id: string, index: number) => {
    setAnchor(index);
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  };
  const add = (ids: string[]) => setSelected((before) => new Set([...before, ...ids]));
  const clear = () => setSelected(new Set());
  return { selected, anchor, toggle, add, clear };
}

function useFilter(): CaseFilter {
  const search = useSearch({ from: "/firm/desk/{-$caseId}" });
  const shape = JSON.stringify(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same address is the same filter
  return useMemo(() => ({ ...search, view: search.view ?? "all" }), [shape]);
}

/** The first field of the next step, or else its first button. */
function focusNextStep(): void {
  const fields = "[data-next-step] form :is(input, select, textarea)";
  const found = document.querySelector<HTMLElement>(fields);
  (found ?? document.querySelector<HTMLElement>("[data-next-step] button"))?.focus();
}

interface DeskKeys {
  move: (by: number) => void;
  open: () => void;
  claim: () => void;
  claimNext: () => void;
  release: () => void;
  select: () => void;
  selectRange: () => void;
  create: () => void;
  close: () => void;
  refresh: () => void;
}

function useDeskKeys(keys: DeskKeys) {
  const press = (testId: string) =>
    document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.click();
  useCommands("desk", [
    {
      id: "down",
      label: t`移动`,
      keys: ["j", "ArrowDown"],
      run: () => keys.move(1),
      isKeyOnly: true,
      isHint: true,
      hintKeys: ["j", "k"],
    },
    { id: "up", label: t`上移`, keys: ["k", "ArrowUp"], run: () => keys.move(-1), isKeyOnly: true },
    { id: "open", label: t`打开`, keys: ["Enter"], run: keys.open, isHint: true },
    { id: "claim", label: t`认领`, keys: ["c"], run: keys.claim, isHint: true },
    { id: "claim-next", label: t`认领下一件`, keys: ["n"], run: keys.claimNext, isHint: true },
    { id: "select", label: t`选择`, keys: ["x"], run: keys.select, isHint: true, isKeyOnly: true },
    {
      id: "select-range",
      label: t`选到这里`,
      keys: ["Shift+x"],
      run: keys.selectRange,
      isKeyOnly: true,
    },
    {
      id: "act",
      label: t`办理`,
      keys: ["a"],
      run: focusNextStep,
      isHint: true,
    },
    {
      id: "evidence",
      label: t`证据`,
      keys: ["e"],
      run: () => press("evidence-upload"),
      isHint: true,
    },
    { id: "macros", label: t`话术`, keys: ["m"], run: () => press("open-macros"), isHint: true },
    { id: "release", label: t`放回队列`, keys: ["r"], run: keys.release },
    { id: "snooze", label: t`稍后再办`, keys: ["s"], run: () => press("snooze") },
    { id: "reassign", label: t`转给同事`, keys: ["t"], run: () => press("reassign") },
    { id: "new-case", label: t`新建工作项`, keys: ["Shift+n"], run: keys.create },
    { id: "refresh", label: t`显示新到的`, keys: ["."], run: keys.refresh },
    { id: "close", label: t`关闭`, keys: ["Escape"], run: keys.close, isKeyOnly: true },
  ]);
}

export function DeskPage() {
  const { caseId } = useParams({ from: "/firm/desk/{-$caseId}" });
  const navigate = useNavigate({ from: "/desk/{-$caseId}" });
  const queries = useQueryClient();
  const filter = useFilter();
  const queue = useQueue(filter);
  const { rows } = queue;
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const { cursor, setCursorId } = useCursor(ids, caseId);
  const selection = useSelection();
  const holding = useHolding();
  const [isCreating, setCreating] = useState(false);
  usePresence();

  const show = useCallback(
    (id: string | undefined) => {
      if (id) setCursorId(id);
      navigate({ params: { caseId: id }, search: (before) => before });
    },
    [navigate, setCursorId],
  );
  const openAt = useCallback((index: number) => ids[index] && show(ids[index]), [ids, show]);
  const marked = () => {
    const chosen = rows.filter((row) => selection.selected.has(row.id));
    if (chosen.length > 0) return chosen;
    // A case just opened is not in the list yet: it is meant, not the row under the cursor.
    const fresh = caseId && !ids.includes(caseId) && queries.getQueryData<Case>(["case", caseId]);
    if (fresh) return [fresh];
    return rows[cursor] ? [rows[cursor]] : [];
  };
  const bulk = useBulk(selection.clear);
  /** One case by its own way, several as one. */
  const each = (one: (row: (typeof rows)[number]) => unknown, action: BulkAction, word: string) => {
    const chosen = marked();
    if (chosen.length > 1) bulk.run({ action, rows: chosen, word });
    else if (chosen[0]) {
      one(chosen[0]);
      selection.clear();
    }
  };

  useDeskKeys({
    move: (by) => setCursorId(ids[Math.max(0, Math.min(ids.length - 1, cursor + by))] ?? null),
    open: () => openAt(cursor),
    claim: () => each(holding.claim, "claim", t`已认领`),
    release: () => each(holding.release, "release", t`已放回`),
    claimNext: async () => {
      const taken = await holding.claimNext();
      if (taken) show(taken.id);
    },
    select: () => ids[cursor] && selection.toggle(ids[cursor], cursor),
    selectRange: () => selection.add(rangeIds(rows, selection.anchor, cursor)),
    create: () => setCreating(true),
    refresh: queue.refresh,
    close: () => (selection.selected.size > 0 ? selection.clear() : show(undefined)),
  });

  return (
    <div className="dk" data-open={caseId ? true : undefined}>
      <Rail />
      <QueuePane
        filter={filter}
        queue={queue}
        cursor={cursor}
        selected={selection.selected}
        onOpen={openAt}
        onCreate={() => setCreating(true)}
        bulk={bulk}
        onClear={selection.clear}
      />
      <CasePane caseId={caseId} onClose={() => show(undefined)} onOpen={show} holding={holding} />
      <BulkRefused bulk={bulk} onOpen={show} />
      <UnreadPolicies />
      <NewCaseDialog isOpen={isCreating} onClose={() => setCreating(false)} onCreated={show} />
    </div>
  );
}
