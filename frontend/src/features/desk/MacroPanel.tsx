import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Case } from "@/api/cases";
import { listMacros, type Macro, previewMacro, runMacro } from "@/api/desk";
import { insertText, rememberFields } from "@/shared/forms/insert";
import { Keycap } from "@/shared/ui/Icon";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { MacroDialog } from "./MacroDialog";
import { useLookAgain, useUndo } from "./useUndo";

/** So many have a key of their own: 1 to 9. */
const KEYED = 9;

/** The macros that fit this case, in their order. */
export function fitting(macros: Macro[], item: Case): Macro[] {
  return macros.filter(
    (macro) =>
      (!macro.kind || macro.kind === item.kind) &&
      (!macro.direction || macro.direction === item.direction) &&
      (!macro.carrier || macro.carrier === item.station.carrier),
  );
}

async function putIn(text: string): Promise<void> {
  if (insertText(text)) return;
  try {
    await navigator.clipboard.writeText(text);
    notify(t`已复制，可以粘贴`);
  } catch {
    notify(text);
  }
}

/** Takes a macro on a case: a text goes into the answer, steps are taken. */
function useMacro(item: Case, onDone: () => void) {
  const undo = useUndo();
  const lookAgain = useLookAgain();
  return useMutation({
    mutationFn: async (macro: Macro) => {
      if (macro.steps.length === 0) {
        const filled = await previewMacro(item.id, macro.id);
        return { macro, text: filled.text, after: null };
      }
      const after = await runMacro<Case>(item.id, macro.id, item.version);
      return { macro, text: "", after };
    },
    onSuccess: ({ macro, text, after }) => {
      onDone();
      if (after) {
        const { title } = macro;
        const { number } = after;
        notify(t`${number}：${title}`, () => undo([after]));
        lookAgain([item.id]);
      } else window.setTimeout(() => putIn(text));
    },
    onError: () => lookAgain([item.id]),
  });
}

/** 话术: the first nine by key, all of them behind `m`. */
export function MacroPanel({ item }: { item: Case }) {
  const [isOpen, setOpen] = useState(false);
  const host = useRef<HTMLElement>(null);
  const query = useQuery({ queryKey: ["macros"], queryFn: listMacros, staleTime: 60_000 });
  const macros = fitting(query.data?.items ?? [], item);
  const taking = useMacro(item, () => setOpen(false));
  useEffect(() => {
    const area = host.current?.closest("article");
    return area ? rememberFields(area) : undefined;
  }, []);
  return (
    <section className="cp-section mc" aria-label={t`话术`} ref={host} data-testid="macros">
      <h3 className="cp-h">
        <span className="sd-label">
          <Trans>话术</Trans>
        </span>
        <button
          type="button"
          className="mc-open"
          onClick={() => setOpen(true)}
          aria-label={t`打开话术`}
          data-testid="open-macros"
        >
          <Keycap>m</Keycap>
        </button>
        <Link to="/macros" className="mc-edit">
          <Trans>管理</Trans>
        </Link>
      </h3>
      {macros.length === 0 && query.isSuccess && (
        <p className="sd-muted">
          <Trans>还没有合适的话术。</Trans>
        </p>
      )}
      <ol className="mc-list">
        {macros.slice(0, KEYED).map((macro, index) => (
          <li key={macro.id}>
            <Keycap>{String(index + 1)}</Keycap>
            <button
              type="button"
              className="sd-btn"
              data-variant="link"
              onClick={() => (macro.steps.length > 0 ? setOpen(true) : taking.mutate(macro))}
            >
              {macro.title}
            </button>
          </li>
        ))}
      </ol>
      {taking.isError && !isOpen && <p className="sd-field-error">{errorText(taking.error)}</p>}
      <MacroDialog
        item={item}
        macros={macros}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onTake={(macro) => taking.mutate(macro)}
        refusal={taking.isError ? errorText(taking.error) : ""}
      />
    </section>
  );
}
