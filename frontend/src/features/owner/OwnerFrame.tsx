import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useLink } from "@/realtime/stream";
import "./owner.css";
import "./answers.css";

/** The phone's frame: content, the line that says when it is cut off, three tabs. */
export function OwnerFrame({ children }: { children: ReactNode }) {
  const link = useLink();
  return (
    <div className="ow">
      <main className="ow-main" id="main">
        {link === "lost" && (
          <p className="ow-lost" role="alert" data-testid="connection" data-link={link}>
            <Trans>连接断开，正在重连；数字可能不是最新。</Trans>
          </p>
        )}
        {children}
      </main>
      <nav className="ow-tabs" aria-label={t`主导航`}>
        <Link
          to="/owner"
          activeOptions={{ exact: true, includeSearch: false }}
          search={(before) => before}
          data-testid="owner-tab-home"
        >
          <Trans>首页</Trans>
        </Link>
        <Link
          to="/owner/fines"
          activeOptions={{ includeSearch: false }}
          search={(before) => before}
          data-testid="owner-tab-fines"
        >
          <Trans>罚款明细</Trans>
        </Link>
        <Link
          to="/owner/statements"
          activeOptions={{ includeSearch: false }}
          data-testid="owner-tab-statements"
        >
          <Trans>对账单</Trans>
        </Link>
        <Link to="/owner/me" activeOptions={{ includeSearch: false }} data-testid="owner-tab-me">
          <Trans>我的</Trans>
        </Link>
      </nav>
    </div>
  );
}
