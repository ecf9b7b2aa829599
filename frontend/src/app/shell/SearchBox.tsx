import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { search } from "@/api/search";
import { keyWord } from "@/shared/keys/commands";
import { Icon, Keycap } from "@/shared/ui/Icon";
import { waybillsIn } from "@/shared/waybill/parse";
import { type Find, findsOf } from "./finds";
import { SearchList } from "./SearchList";

/** Typing settles for so long before anything is asked. */
const SETTLE_MS = 180;
const MIN_LENGTH = 2;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), SETTLE_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}

function useFinds(text: string, isOpen: boolean) {
  const asked = useSettled(text.trim());
  const query = useQuery({
    queryKey: ["search", asked],
    queryFn: ({ signal }) => search(asked, signal),
    enabled: isOpen && asked.length >= MIN_LENGTH,
    staleTime: 5_000,
  });
  const isCurrent = asked === text.trim();
  const finds = isOpen && isCurrent && query.data ? findsOf(query.data) : [];
  return { finds, query, isCurrent };
}

/** What the box does: Enter takes the marked line, or shows the list; a pasted list is checked. */
function useBox(onMany: (text: string) => void) {
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [place, setPlace] = useState(-1);
  const navigate = useNavigate();
  const found = useFinds(text, isOpen);
  const { finds } = found;
  const at = Math.min(place, finds.length - 1);
  const leave = () => {
    setOpen(false);
    setPlace(-1);
    (document.activeElement as HTMLElement | null)?.blur();
  };
  const many = (pasted: string) => {
    leave();
    onMany(pasted);
  };
  const take = (find: Find | undefined) => {
    leave();
    const to = "/desk/{-$caseId}";
    const q = text.trim() || undefined;
    if (find?.caseId) {
      navigate({ to, params: { caseId: find.caseId }, search: { view: "all" } });
    } else if (find?.waybill) {
      navigate({ to: "/waybill/$waybill", params: { waybill: find.waybill } });
    } else navigate({ to, params: { caseId: undefined }, search: { view: "all", q } });
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (waybillsIn(text).length > 1) many(text);
    else take(finds[at]);
  };
  const type = (written: string) => {
    setText(written);
    setOpen(true);
    setPlace(-1);
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") leave();
    else if (event.key === "ArrowDown") setPlace(Math.min(at + 1, finds.length - 1));
    else if (event.key === "ArrowUp") setPlace(Math.max(at - 1, -1));
    else return;
    event.preventDefault();
  };
  const isListed = isOpen && text.trim().length >= MIN_LENGTH;
  return { ...found, text, at, isListed, setOpen, many, take, submit, type, onKeyDown };
}

/** One box: a waybill, phone, case number, name, words, or a pasted list of waybills. */
export function SearchBox({
  onPalette,
  onMany,
}: {
  onPalette: () => void;
  onMany: (text: string) => void;
}) {
  const box = useRef<HTMLFormElement>(null);
  const { finds, query, isCurrent, at, isListed, ...state } = useBox(onMany);
  return (
    <form
      className="sh-search"
      role="search"
      ref={box}
      onSubmit={state.submit}
      onBlur={(event) => {
        if (!box.current?.contains(event.relatedTarget)) state.setOpen(false);
      }}
    >
      <Icon name="search" />
      <input
        id="sd-search"
        data-testid="global-search"
        role="combobox"
        aria-expanded={isListed}
        aria-controls="sd-finds"
        aria-activedescendant={at >= 0 ? `find-${at}` : undefined}
        aria-label={t`搜索：运单号、电话、工单号、姓名、文字，或粘贴一列运单号`}
        placeholder={t`运单号、电话、工单号、姓名，或粘贴一列运单号`}
        autoComplete="off"
        value={state.text}
        onFocus={() => state.setOpen(true)}
        onChange={(event) => state.type(event.target.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text");
          if (waybillsIn(pasted).length < 2) return;
          event.preventDefault();
          state.many(pasted);
        }}
        onKeyDown={state.onKeyDown}
      />
      <Keycap>/</Keycap>
      <button type="button" className="sh-palette" onClick={onPalette} data-testid="open-palette">
        <span className="sd-sr">{t`命令面板`}</span>
        <Keycap>{keyWord("Mod+k")}</Keycap>
      </button>
      {isListed && (
        <SearchList
          finds={finds}
          at={at}
          isLooking={!isCurrent || query.isFetching}
          error={isCurrent ? query.error : null}
          hasMore={query.data?.has_more ?? false}
          onTake={state.take}
        />
      )}
    </form>
  );
}
