import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ApiError } from "@/api/client";
import { localised } from "@/shared/i18n/locale";

/** Nothing here, and what to do about it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="sd-state" data-testid="empty-state">
      <p className="sd-state-title">{title}</p>
      {children && <div className="sd-state-body">{children}</div>}
    </div>
  );
}

export function LoadingState({ label }: { label?: string }) {
  return (
    <div className="sd-state" role="status" data-testid="loading-state">
      <p className="sd-state-body">{label ?? t`正在读取…`}</p>
    </div>
  );
}

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** What any page may meet; the other refusals say by themselves what to mend. */
const EVERYWHERE = new Set(["unauthenticated", "forbidden", "not_found", "internal"]);

function generalText(status: number): string {
  if (status === 401) return t`登录已失效，请重新登录。`;
  if (status === 403) return t`您的角色不能做这一步，请找经理。`;
  if (status === 404) return t`找不到，可能不归您的网点，或号码有误。`;
  return status >= 500 ? t`服务器出错了，未做任何更改。请稍后重试。` : "";
}

/** A refusal in the reader's words: what happened, and what helps. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t`页面出错了，请重新打开。`;
  if (error.status === 0) return t`连不上服务器。请检查网络后重试。`;
  const { zh, en, detail, title } = error.problem;
  const general = generalText(error.status);
  if (EVERYWHERE.has(error.code) && general) return general;
  return localised(text(zh) || text(detail), text(en) || text(detail)) || general || title;
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div className="sd-state" role="alert" data-testid="error-state">
      <p className="sd-state-title">{errorText(error)}</p>
      {onRetry && (
        <button type="button" className="sd-btn" onClick={onRetry}>
          <Trans>重试</Trans>
        </button>
      )}
    </div>
  );
}
