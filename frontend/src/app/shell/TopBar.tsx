import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { Bell } from "@/features/notices/Bell";
import { Logo } from "@/shared/ui/Icon";
import { Nav } from "./Nav";
import { SearchBox } from "./SearchBox";
import { UserButton } from "./UserButton";
import { WaybillCheck } from "./WaybillCheck";

export function TopBar({ onPalette }: { onPalette: () => void }) {
  const { session } = useRouteContext({ from: "/firm" });
  const [many, setMany] = useState("");
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
      <Bell />
      <UserButton session={session} />
      <WaybillCheck pasted={many} onClose={() => setMany("")} />
    </header>
  );
}
