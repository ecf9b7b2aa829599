import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { EmptyState } from "@/shared/ui/States";

export function NotFound() {
  return (
    <EmptyState title={t`没有这个页面`}>
      <a className="sd-btn" href="/">
        <Trans>回到首页</Trans>
      </a>
    </EmptyState>
  );
}
