import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { type Contract, listContracts } from "@/api/contracts";
import { listStations, type Station } from "@/api/stations";
import { fullDay } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { carrierWord } from "@/shared/words/words";
import { ContractForm } from "./ContractForm";
import { ContractTerms } from "./ContractTerms";
import "./contracts.css";

function isInForce(contract: Contract): boolean {
  const today = fullDay(Date.now());
  return contract.valid_from <= today && (!contract.valid_to || contract.valid_to >= today);
}

function Version({ contract }: { contract: Contract }) {
  const until = contract.valid_to;
  return (
    <article className="ct-version" data-testid="contract">
      <header>
        <h3>
          {until ? (
            <Trans>
              {contract.valid_from} 至 {until}
            </Trans>
          ) : (
            <Trans>{contract.valid_from} 起</Trans>
          )}
        </h3>
        {isInForce(contract) && <span className="sd-chip">{t`现行`}</span>}
        <span className="sd-muted">
          {contract.created_by_name} {fullDay(contract.created_at)}
        </span>
      </header>
      <ContractTerms contract={contract} />
    </article>
  );
}

function StationContracts({ station, mayEdit }: { station: Station; mayEdit: boolean }) {
  const [isEditing, setEditing] = useState(false);
  const query = useQuery({
    queryKey: ["contracts", station.id],
    queryFn: () => listContracts(station.id),
  });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const contracts = query.data.items;
  return (
    <>
      <header className="ct-head">
        <div>
          <h2>{station.name}</h2>
          <p className="sd-muted">
            {carrierWord(station.carrier)} · {station.code}
          </p>
        </div>
        {mayEdit && !isEditing && (
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            onClick={() => setEditing(true)}
            data-testid="contract-new"
          >
            {contracts.length > 0 ? t`新版本` : t`签第一份合同`}
          </button>
        )}
      </header>
      {isEditing && (
        <ContractForm
          stationId={station.id}
          base={contracts[0] ?? null}
          onDone={() => setEditing(false)}
        />
      )}
      {contracts.length === 0 && !isEditing && (
        <EmptyState title={t`还没有合同`}>
          {t`没有合同时，所有罚款都在服务范围内，也不计服务费。`}
        </EmptyState>
      )}
      {contracts.map((each) => (
        <Version key={each.id} contract={each} />
      ))}
    </>
  );
}

/** Contracts with stations: what is covered and what it costs, version by version. */
export function ContractsPage() {
  const { stationId } = useParams({ from: "/firm/contracts/{-$stationId}" });
  const { session } = useRouteContext({ from: "/firm" });
  const query = useQuery({ queryKey: ["stations"], queryFn: listStations });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const stations = query.data.items;
  const open = stations.find((each) => each.id === stationId) ?? stations[0];
  return (
    <div className="ct">
      <nav className="ct-list" aria-label={t`网点`}>
        <header>
          <h1>
            <Trans>网点合同</Trans>
          </h1>
        </header>
        <ul>
          {stations.map((each) => (
            <li key={each.id}>
              <Link
                to="/contracts/{-$stationId}"
                params={{ stationId: each.id }}
                className="ct-station"
                data-cursor={each === open || undefined}
                aria-current={each === open ? "page" : undefined}
                data-testid="contract-station"
              >
                <b>{each.name}</b>
                <span className="sd-muted">
                  {carrierWord(each.carrier)} · {each.code}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section className="ct-main">
        {open ? (
          <StationContracts
            key={open.id}
            station={open}
            mayEdit={session.permissions.includes("stations_manage")}
          />
        ) : (
          <EmptyState title={t`还没有网点`}>{t`先在“网点与分配”里加网点。`}</EmptyState>
        )}
      </section>
    </div>
  );
}
