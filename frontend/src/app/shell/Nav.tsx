import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { PAGES, type Page } from "./pages";

function PageLink({ page }: { page: Page }) {
  return (
    <Link to={page.to} data-testid={`nav-${page.id}`}>
      {i18n._(page.label)}
    </Link>
  );
}

/** The pages that are not opened every hour; closes when one was chosen. */
function More({ pages }: { pages: Page[] }) {
  const box = useRef<HTMLDetailsElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the list.
  useEffect(() => box.current?.removeAttribute("open"), [pathname]);
  useEffect(() => {
    const close = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) box.current?.removeAttribute("open");
    };
    document.addEventListener("click", close);
    return () => document.removeEventListener("click", close);
  }, []);
  const isHere = pages.some((page) => pathname.startsWith(String(page.to).split("/{")[0] ?? ""));
  return (
    <details
      ref={box}
      className="sh-more"
      onKeyDown={(event) => {
        if (event.key === "Escape") box.current?.removeAttribute("open");
      }}
    >
      <summary data-testid="nav-more" data-here={isHere || undefined}>
        <Trans>更多</Trans>
      </summary>
      <div className="sh-more-list">
        {pages.map((page) => (
          <PageLink key={page.id} page={page} />
        ))}
      </div>
    </details>
  );
}

export function Nav({ permissions }: { permissions: string[] }) {
  const pages = PAGES.filter((page) => !page.permission || permissions.includes(page.permission));
  const others = pages.filter((page) => !page.isLeading);
  return (
    <nav className="sh-nav" aria-label={t`主导航`}>
      {pages
        .filter((page) => page.isLeading)
        .map((page) => (
          <PageLink key={page.id} page={page} />
        ))}
      {others.length > 0 && <More pages={others} />}
    </nav>
  );
}
