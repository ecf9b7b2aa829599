import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import {
  addMacro,
  changeMacro,
  deleteMacro,
  listMacros,
  type Macro,
  type MacroDraft,
} from "@/api/desk";
import { Keycap } from "@/shared/ui/Icon";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { kindWord } from "@/shared/words/words";
import { MacroForm } from "./MacroForm";
import "./macros.css";

const BLANK: MacroDraft = {
  title: "",
  text: "",
  kind: null,
  direction: null,
  carrier: null,
  steps: [],
  is_shared: false,
};

function draftOf(macro: Macro): MacroDraft {
  const { title, text, kind, direction, carrier, steps, is_shared, position } = macro;
  return { title, text, kind, direction, carrier, steps, is_shared, position };
}

function scopeText(macro: Macro): string {
  return [
    macro.is_shared ? t`全公司` : t`我的`,
    macro.kind ? kindWord(macro.kind) : t`所有类型`,
    macro.steps.length > 0 && t`${macro.steps.length} 步`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function List({
  macros,
  current,
  onChoose,
}: {
  macros: Macro[];
  current: string | null;
  onChoose: (id: string) => void;
}) {
  return (
    <ul className="ma-list" data-testid="macro-list-page">
      {macros.map((macro, index) => (
        <li key={macro.id}>
          <button
            type="button"
            aria-current={macro.id === current ? "true" : undefined}
            onClick={() => onChoose(macro.id)}
            data-testid="macro-row"
          >
            <span>{index < 9 && <Keycap>{String(index + 1)}</Keycap>}</span>
            <b>{macro.title}</b>
            <span className="sd-muted">{scopeText(macro)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function useSaving(onSaved: (macro: Macro) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ macro, draft }: { macro: Macro | null; draft: MacroDraft }) =>
      macro ? changeMacro(macro.id, macro.version, draft) : addMacro(draft),
    onSuccess: (saved) => {
      queries.invalidateQueries({ queryKey: ["macros"] });
      const name = saved.title;
      notify(t`话术“${name}”已保存`);
      onSaved(saved);
    },
  });
}

/** The firm's texts and steps, and one's own: in the order in which keys 1 to 9 take them. */
export function MacrosPage() {
  const { session } = useRouteContext({ from: "/firm" });
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ["macros"], queryFn: listMacros });
  const [current, setCurrent] = useState<string | null>(null);
  const saving = useSaving((macro) => setCurrent(macro.id));
  const dropping = useMutation({
    mutationFn: deleteMacro,
    onSuccess: () => setCurrent(null),
    onError: (error) => notifyRefusal(errorText(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["macros"] }),
  });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const macros = query.data.items;
  const macro = macros.find((each) => each.id === current) ?? null;
  const mayShare = session.permissions.includes("cases_supervise");
  const isNew = current === "new";
  const choose = (id: string) => {
    saving.reset();
    setCurrent(id);
  };
  return (
    <div className="ma">
      <section className="ma-side" aria-label={t`话术`}>
        <header className="ma-head">
          <h1>
            <Trans>话术</Trans>
          </h1>
          <button
            type="button"
            className="sd-btn"
            onClick={() => choose("new")}
            data-testid="new-macro"
          >
            <Trans>新建</Trans>
          </button>
        </header>
        <List macros={macros} current={current} onChoose={choose} />
      </section>
      <section className="ma-main" aria-label={t`编辑话术`}>
        {!macro && !isNew && (
          <EmptyState title={t`选一条话术，或新建一条`}>
            <Trans>话术是带字段的文字，也可以带步骤；在工作台按 m 再按数字使用。</Trans>
          </EmptyState>
        )}
        {(macro || isNew) && (
          <MacroForm
            key={macro ? `${macro.id}-${macro.version}` : "new"}
            start={macro ? draftOf(macro) : BLANK}
            fields={query.data.fields}
            events={query.data.events}
            mayShare={mayShare}
            isReadOnly={macro?.is_shared === true && !mayShare}
            refusal={saving.isError ? errorText(saving.error) : ""}
            isPending={saving.isPending}
            onSave={(draft) => saving.mutate({ macro, draft })}
            onDelete={macro ? () => dropping.mutate(macro.id) : undefined}
          />
        )}
      </section>
    </div>
  );
}
