import { t } from "@lingui/core/macro";
import { lazy, Suspense, useState } from "react";
import type { Session } from "@/api/session";

/** The menu itself is loaded when it is first opened. */
const UserMenu = lazy(() => import("./UserMenu"));

export function UserButton({ session }: { session: Session }) {
  const [isWanted, setWanted] = useState(false);
  const name = session.user.name || session.user.email;
  const button = (
    <button
      type="button"
      className="sh-avatar"
      aria-label={t`${name} 的菜单`}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
      data-testid="user-menu"
    >
      {name.slice(0, 1)}
    </button>
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <UserMenu session={session} />
    </Suspense>
  );
}
