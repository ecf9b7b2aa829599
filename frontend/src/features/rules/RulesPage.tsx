import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { listRuleSets, type RuleSet } from "@/api/rules";
import { listStations } from "@/api/stations";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { FineCodeTable } from "./FineCodeTable";
import { RuleEditor } from "./RuleEditor";
import { VersionsBeside } from "./VersionsBeside";
import "./rules.css";

const keyOf = (each: RuleSet) => each.id ?? "example";

function VersionList({
  sets,
  open,
  nameOf,
  onOpen,
}: {
  sets: RuleSet[];
  open: RuleSet | undefined;
  nameOf: (stationId: string | null) => string;
  onOpen: (key: string) => void;
}) {
  return (
    <ul>
      {sets.map((each) => (
        <li key={keyOf(each)}>
          <button
            type="button"
            className="ru-version"
            data-cursor={each === open || undefined}
            aria-current={each === open ? "true" : undefined}
            onClick={() => onOpen(keyOf(each))}
            data-testid="rule-version"
          >
            <b>
              {each.name} v{each.version}
            </b>
            <span className="sd-muted">
              {nameOf(each.station_id)} · {each.is_example ? t`示例` : t`${each.effective_from} 起`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Who bears which share: versions of the firm's rules and of stations' contracts. */
export function RulesPage() {
  const { session } = useRouteContext({ from: "/firm" });
  const [openKey, setOpenKey] = useState<string | null>(null);
  const [isEditing, setEditing] = useState(false);
  const query = useQuery({ queryKey: ["rule-sets"], queryFn: listRuleSets });
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const sets = query.data.items;
  const open = sets.find((each) => keyOf(each) === openKey) ?? sets[0];
  const nameOf = (stationId: string | null) =>
    stationId
      ? (stations.data?.items.find((each) => each.id === stationId)?.name ?? "—")
      : t`全公司`;
  const mayEdit = session.permissions.includes("policies_manage");
  return (
    <div className="ru">
      <nav className="ru-list" aria-label={t`规则版本`}>
        <header>
          <h1>
            <Trans>分摊规则</Trans>
          </h1>
        </header>
        <VersionList
          sets={sets}
          open={open}
          nameOf={nameOf}
          onOpen={(key) => {
            setOpenKey(key);
            setEditing(false);
          }}
        />
      </nav>
      <section className="ru-main">
        {open && !isEditing && (
          <>
            <header className="ru-head">
              <h2>
                {open.name} v{open.version}
              </h2>
              {mayEdit && (
                <button
                  type="button"
                  className="sd-btn"
                  onClick={() => setEditing(true)}
                  data-testid="rule-edit"
                >
                  <Trans>以此为底，起草新版本</Trans>
                </button>
              )}
            </header>
            <VersionsBeside key={keyOf(open)} open={open} others={sets} />
            <FineCodeTable mayEdit={mayEdit} />
          </>
        )}
        {open && isEditing && (
          <RuleEditor
            key={keyOf(open)}
            base={open}
            stations={stations.data?.items ?? []}
            onDone={() => setEditing(false)}
          />
        )}
      </section>
    </div>
  );
}
