import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { heldOn, listVersions, type PolicyLine, type PolicySchema } from "@/api/policies";
import { localised } from "@/shared/i18n/locale";
import { withOffset } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { Difference } from "./Difference";
import { Receipts } from "./Receipts";
import { VersionEditor } from "./VersionEditor";
import { keyOf, since, VersionList } from "./VersionList";
import { VersionTerms } from "./VersionTerms";
import { scopeWord } from "./words";

interface PolicyViewProps {
  line: PolicyLine;
  schema: PolicySchema | undefined;
  mayManage: boolean;
  today: string;
}

export function PolicyView({ line, schema, mayManage, today }: PolicyViewProps) {
  const [day, setDay] = useState(today);
  const [chosen, setChosen] = useState<number | null>(null);
  const [against, setAgainst] = useState<number | null>(null);
  const [isEditing, setEditing] = useState(false);
  const versions = useInfiniteQuery({
    queryKey: ["policy-versions", line.code, line.carrier],
    queryFn: ({ pageParam }) => listVersions(line.code, line.carrier, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const held = useQuery({
    queryKey: ["policy-held", line.code, line.carrier, day],
    queryFn: () =>
      heldOn(line.code, line.carrier, day === today ? undefined : withOffset(`${day}T23:59`)),
    enabled: day !== "",
  });
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = items.find((version) => keyOf(version) === chosen) ?? held.data;
  const pair = [against ?? 0, shown ? keyOf(shown) : 0].sort((a, b) => a - b);
  const other = against === null ? null : { from: pair[0] ?? 0, to: pair[1] ?? 0 };
  if (versions.isError) return <ErrorState error={versions.error} onRetry={versions.refetch} />;
  return (
    <section className="po-main" aria-label={t`制度内容`}>
      <header className="po-title">
        <div>
          <h2>
            {localised(line.label_zh, line.label_en)} · {scopeWord(line.carrier)}
          </h2>
        </div>
        <label className="po-day">
          <span>{t`查某天有效的版本`}</span>
          <input
            type="date"
            className="sd-input"
            value={day}
            onChange={(event) => {
              setDay(event.target.value);
              setChosen(null);
              setAgainst(null);
            }}
            data-testid="held-on"
          />
        </label>
        {mayManage && (
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            onClick={() => setEditing(true)}
            data-testid="new-version"
          >
            <Trans>新版本</Trans>
          </button>
        )}
      </header>
      <div className="po-body">
        <div className="po-content">
          {held.isPending && !shown && <LoadingState />}
          {held.isError && !shown && <ErrorState error={held.error} />}
          {shown && !other && (
            <article data-testid="shown-version" data-version={keyOf(shown)}>
              <h3>
                {shown.title} {shown.is_example ? "" : `v${shown.version}`}
              </h3>
              <p className="sd-muted">
                {since(shown)}
                {shown.source && ` · ${shown.source}`}
                {shown.created_by_name && ` · ${t`录入人`} ${shown.created_by_name}`}
              </p>
              <VersionTerms version={shown} schema={schema} />
              {shown.text && <p className="po-text">{shown.text}</p>}
              {mayManage && shown.id && <Receipts versionId={shown.id} />}
            </article>
          )}
          {other && (
            <Difference code={line.code} carrier={line.carrier} {...other} schema={schema} />
          )}
        </div>
        <VersionList
          items={items}
          shown={shown}
          onShow={(key) => {
            setChosen(key);
            setAgainst(null);
          }}
          onCompare={setAgainst}
          onMore={versions.hasNextPage ? () => versions.fetchNextPage() : undefined}
        />
      </div>
      {schema && shown && (
        <VersionEditor
          isOpen={isEditing}
          onClose={() => setEditing(false)}
          from={shown}
          carrier={line.carrier}
          schema={schema}
        />
      )}
    </section>
  );
}
