import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { keyWord } from "@/shared/keys/commands";
import { Icon, Keycap, Logo } from "@/shared/ui/Icon";
import { waybillsIn } from "@/shared/waybill/parse";
import { Nav } from "./Nav";
import { UserButton } from "./UserButton";
import { WaybillCheck } from "./WaybillCheck";

function SearchBox({
  onPalette,
  onMany,
}: {
  onPalette: () => void;
  onMany: (waybills: string[]) => void;
}) {
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const waybills = waybillsIn(text);
    if (waybills.length > 1) return onMany(waybills);
    const query = text.trim();
    navigate({
      to: "/desk/{-$caseId}",
      params: { caseId: undefined },
      search: { view: "all", q: query || undefined },
    });
    (document.activeElement as HTMLElement | null)?.blur();
  };
  return (
    <form className="sh-search" role="search" onSubmit={submit}>
      <Icon name="search" />
      <input
        id="sd-search"
        data-testid="global-search"
        aria-label={t`搜索工作项：运单号、工单号，或粘贴一列运单号`}
        placeholder={t`运单号、工单号，或粘贴一列运单号`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          const pasted = waybillsIn(event.clipboardData.getData("text"));
          if (pasted.length < 2) return;
          event.preventDefault();
          onMany(pasted);
        }}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
      <Keycap>/</Keycap>
      <button type="button" className="sh-palette" onClick={onPalette} data-testid="open-palette">
        <span className="sd-sr">{t`命令面板`}</span>
        <Keycap>{keyWord("Mod+k")}</Keycap>
      </button>
    </form>
  );
}

export function TopBar({ onPalette }: { onPalette: () => void }) {
  const { session } = useRouteContext({ from: "/firm" });
  const [many, setMany] = useState<string[]>([]);
  return (
    <header className="sh-top">
      <Link to="/" className="sh-brand" title={t`首页`}>
        <Logo />
        <b>
          <Trans>驿席</Trans>
        </b>
        <span>{session.firm.name}</span>
      </Link>
      <Nav permissions={session.permissions} />
      <SearchBox onPalette={onPalette} onMany={setMany} />
      <UserButton session={session} />
      <WaybillCheck waybills={many} onClose={() => setMany([])} />
    </header>
  );
}
