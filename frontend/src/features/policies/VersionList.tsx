import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { PolicyVersion } from "@/api/policies";
import { dayAndTime, fullDay } from "@/shared/time/time";

/** A version's number; 0 is the shipped example. */
export const keyOf = (version: PolicyVersion) => (version.is_example ? 0 : version.version);

export function since(version: PolicyVersion): string {
  if (!version.effective_from) return t`一直`;
  const from = fullDay(version.effective_from);
  if (!version.effective_to) return t`${from} 起`;
  const to = fullDay(version.effective_to);
  return t`${from} 至 ${to}`;
}

interface VersionListProps {
  items: PolicyVersion[];
  shown: PolicyVersion | undefined;
  onShow: (key: number) => void;
  onCompare: (key: number) => void;
  onMore: (() => void) | undefined;
}

/** The versions, the latest first; each can be shown, or held against the one that is. */
export function VersionList({ items, shown, onShow, onCompare, onMore }: VersionListProps) {
  return (
    <aside className="po-versions" aria-label={t`版本`}>
      <h3 className="sd-label">{t`版本`}</h3>
      <ul>
        {items.map((version) => {
          const key = keyOf(version);
          const isShown = shown ? keyOf(shown) === key : false;
          return (
            <li key={key} data-cursor={isShown || undefined}>
              <button
                type="button"
                className="po-version"
                aria-current={isShown ? "true" : undefined}
                onClick={() => onShow(key)}
                data-testid={`version-${key}`}
              >
                <b>{version.is_example ? t`示例` : `v${version.version}`}</b>
                <span>{since(version)}</span>
                {version.read_at && (
                  <span className="sd-muted">
                    {t`你已阅`} {dayAndTime(version.read_at)}
                  </span>
                )}
              </button>
              {!isShown && shown && (
                <button
                  type="button"
                  className="sd-btn"
                  data-variant="link"
                  onClick={() => onCompare(key)}
                  data-testid={`compare-${key}`}
                >
                  <Trans>对比</Trans>
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {onMore && (
        <button type="button" className="sd-btn" onClick={onMore}>
          <Trans>更早的版本</Trans>
        </button>
      )}
    </aside>
  );
}
