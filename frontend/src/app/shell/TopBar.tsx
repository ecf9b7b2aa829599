import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { keyWord } from "@/shared/keys/commands";
import { Icon, Keycap, Logo } from "@/shared/ui/Icon";
import { waybillsIn } from "@/shared/waybill/parse";
import { UserButton } from "./UserButton";
import { WaybillCheck } from "./WaybillCheck";

function Nav({ permissions }: { permissions: string[] }) {
  const may = (permission: string) => permissions.includes(permission);
  const leads = may("cases_supervise");
  return (
    <nav className="sh-nav" aria-label={t`主导航`}>
      {leads && (
        <Link to="/wallboard" data-testid="nav-wallboard">
          <Trans>看板</Trans>
        </Link>
      )}
      <Link to="/desk/{-$caseId}" data-testid="nav-desk">
        {leads ? <Trans>工作项</Trans> : <Trans>工作台</Trans>}
      </Link>
      <Link to="/gaps" data-testid="nav-gaps">
        <Trans>数据差异</Trans>
      </Link>
      {may("fines_read") && (
        <Link to="/fines/{-$fineId}" data-testid="nav-fines">
          <Trans>定责</Trans>
        </Link>
      )}
      {may("imports_read") && (
        <Link to="/imports/{-$batchId}" data-testid="nav-imports">
          <Trans>导入</Trans>
        </Link>
      )}
      {may("assignments_manage") && (
        <Link to="/people/{-$tab}" data-testid="nav-people">
          <Trans>网点与分配</Trans>
        </Link>
      )}
    </nav>
  );
}

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
