import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { errorText } from "@/shared/ui/States";
import type { Find } from "./finds";

interface SearchListProps {
  finds: Find[];
  at: number;
  isLooking: boolean;
  error: unknown;
  hasMore: boolean;
  onTake: (find: Find) => void;
}

/** What was found, in groups; the arrow keys of the box move through it. */
export function SearchList({ finds, at, isLooking, error, hasMore, onTake }: SearchListProps) {
  return (
    <div className="sh-finds" data-testid="finds">
      <div id="sd-finds" role="listbox" aria-label={t`搜索结果`}>
        {finds.map((find, index) => (
          <div key={`${find.caseId ?? find.waybill}`} role="presentation">
            {find.group !== finds[index - 1]?.group && (
              <p className="sh-finds-group" role="presentation">
                {find.group}
              </p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box itself takes the keys */}
            <div
              id={`find-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className="sh-find"
              data-testid="find"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(find)}
            >
              <b>{find.title}</b>
              <span data-over={find.isOverdue || undefined}>{find.fact}</span>
              <span className="sd-muted">{find.why}</span>
            </div>
          </div>
        ))}
      </div>
      {!!error && <p className="sh-finds-note">{errorText(error)}</p>}
      {!error && finds.length === 0 && (
        <p className="sh-finds-note" role="status">
          {isLooking ? <Trans>正在找…</Trans> : <Trans>没有找到。号码请写全，或换个词。</Trans>}
        </p>
      )}
      {hasMore && (
        <p className="sh-finds-note">
          <Trans>还有更多，请写得更具体；回车在列表里看。</Trans>
        </p>
      )}
    </div>
  );
}
