import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  type Anomaly,
  type AnomalyItem,
  type LedgerOverview,
  type Verification,
  verifyLedger,
} from "@/api/ledger";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime, fullDay } from "@/shared/time/time";
import { notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { anomalyHelp, anomalyWord } from "./words";

function Target({ item }: { item: AnomalyItem }) {
  if (item.account)
    return (
      <Link from="/ledger" to="/ledger" search={{ account: item.account }}>
        {item.label}
      </Link>
    );
  if (item.fine_id)
    return (
      <Link to="/fines/{-$fineId}" params={{ fineId: item.fine_id }}>
        {item.label}
      </Link>
    );
  return <span>{item.label}</span>;
}

function Wrong({ anomaly }: { anomaly: Anomaly }) {
  const left = anomaly.count - anomaly.items.length;
  return (
    <section className="lg-wrong" data-testid={`anomaly-${anomaly.kind}`}>
      <h3>
        {anomalyWord(anomaly.kind)}
        <span className="sd-muted">
          {plural(anomaly.count, { one: "# 笔", other: "# 笔" })}
          {anomaly.amount_fen !== 0 && ` · ${formatYuan(anomaly.amount_fen)}`}
        </span>
      </h3>
      <p className="sd-muted">{anomalyHelp(anomaly.kind, anomaly.days)}</p>
      {anomaly.kind !== "unsealed" && (
        <ul>
          {anomaly.items.map((item, at) => (
            <li key={`${item.account ?? item.fine_id ?? item.award_id ?? at}`}>
              <Target item={item} />
              {item.since && <span className="sd-muted">{fullDay(item.since)}</span>}
              {item.amount_fen !== 0 && (
                <span className="sd-num">{formatYuan(item.amount_fen)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {left > 0 && anomaly.kind !== "unsealed" && (
        <p className="sd-muted">
          <Trans>另有 {left} 笔，导出里有合计。</Trans>
        </p>
      )}
    </section>
  );
}

function LastCheck({ found }: { found: Verification | null }) {
  if (!found) return <p className="sd-muted">{t`还没有核对过。`}</p>;
  const who = `${dayAndTime(found.verified_at)} · ${found.verified_by}`;
  return (
    <div data-testid="verification" data-sound={found.problem === null}>
      <p>
        <b data-wrong={found.problem !== null || undefined}>
          {found.problem === null ? t`账实相符` : t`发现问题：${found.subject ?? ""}`}
        </b>{" "}
        <span className="sd-muted">{who}</span>
      </p>
      {found.problem !== null && <p>{found.detail}</p>}
      <p className="sd-muted">
        <Trans>
          重算了 {found.transactions} 笔交易、{found.entries} 行分录、{found.seals} 次封存
        </Trans>
      </p>
      {found.chain && <p className="lg-hash">{found.chain}</p>}
    </div>
  );
}

function Check({ overview }: { overview: LedgerOverview }) {
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: verifyLedger,
    onSuccess: () => client.invalidateQueries({ queryKey: ["ledger"] }),
    onError: (error) => notifyRefusal(errorText(error)),
  });
  return (
    <section>
      <h2>{t`核对账本`}</h2>
      <LastCheck found={overview.verification} />
      <p>
        <button
          type="button"
          className="sd-btn"
          onClick={() => run.mutate()}
          disabled={run.isPending}
          data-testid="verify-now"
        >
          {run.isPending ? t`正在重算…` : t`现在核对`}
        </button>
      </p>
    </section>
  );
}

function Seals({ overview }: { overview: LedgerOverview }) {
  return (
    <section>
      <h2>{t`封存`}</h2>
      <p className="sd-muted">
        <Trans>
          共 {overview.transactions} 笔交易，{overview.unsealed}{" "}
          笔待封存。每次封存把全部交易的哈希合成一个根，并接在上一次之后。
        </Trans>
      </p>
      {overview.seals.length > 0 && (
        <table className="sd-table lg-seals">
          <thead>
            <tr>
              <th>{t`封存号`}</th>
              <th>{t`时间`}</th>
              <th className="sd-num">{t`交易数`}</th>
              <th>{t`根`}</th>
            </tr>
          </thead>
          <tbody>
            {overview.seals.map((seal) => (
              <tr key={seal.number} data-testid="ledger-seal">
                <td>{seal.number}</td>
                <td className="lg-when">{dayAndTime(seal.sealed_at)}</td>
                <td className="sd-num">{seal.tree_size}</td>
                <td className="lg-hash">{seal.root}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** How the ledger stands: what looks wrong first, then the last check, then the seals. */
export function Standing({ overview }: { overview: LedgerOverview }) {
  return (
    <div className="lg-standing" data-testid="ledger-standing">
      <section>
        <h2>{t`异常`}</h2>
        {overview.anomalies.length === 0 && (
          <p data-testid="no-anomalies">{t`没有异常：试算为零，没有久拖的款项。`}</p>
        )}
        {overview.anomalies.map((anomaly) => (
          <Wrong key={anomaly.kind} anomaly={anomaly} />
        ))}
      </section>
      <Check overview={overview} />
      <Seals overview={overview} />
    </div>
  );
}
