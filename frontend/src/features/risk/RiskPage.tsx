import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { listRisk, type Risk, type RiskFilter } from "@/api/risk";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import {
  matchWord,
  RISK_CATEGORIES,
  riskKindWord,
  riskStatusWord,
  riskWord,
} from "@/shared/words/people";
import { RiskReview } from "./RiskReview";
import "./risk.css";

type View = "due" | "active" | "dismissed" | "all";

function filterOf(view: View, category: string): RiskFilter {
  const filter: RiskFilter = category ? { category } : {};
  if (view === "due") return { ...filter, review_due: true };
  return view === "all" ? filter : { ...filter, status: view };
}

function Row({ risk, onReview }: { risk: Risk; onReview?: () => void }) {
  const who = [risk.name, risk.phone, risk.address].filter(Boolean).join(" · ");
  return (
    <tr data-testid="risk-row" data-status={risk.status}>
      <td>
        <b>{riskWord(risk.category)}</b>
        <br />
        <span className="sd-muted">
          {riskKindWord(risk.kind)} · {matchWord(risk.match_by)}
        </span>
      </td>
      <td>
        {who}
        <br />
        <span className="sd-muted">{risk.station_name}</span>
      </td>
      <td>
        {risk.courier_instruction || "—"}
        {risk.agent_instruction && (
          <>
            <br />
            <span className="sd-muted">{t`坐席`}</span> {risk.agent_instruction}
          </>
        )}
      </td>
      <td>
        {risk.source_case_ids.length > 0 ? (
          <span className="rk-sources">
            {risk.source_case_ids.slice(0, 3).map((id, index) => (
              <Link key={id} to="/desk/{-$caseId}" params={{ caseId: id }}>
                {index + 1}
              </Link>
            ))}
            {risk.source_case_ids.length > 3 && <Trans>共 {risk.source_case_ids.length} 件</Trans>}
          </span>
        ) : (
          "—"
        )}
        <br />
        <span className="sd-muted">{risk.proposed_by_name}</span>
      </td>
      <td>
        {riskStatusWord(risk.status)}
        <br />
        <span className="sd-muted">
          {risk.status === "dismissed"
            ? risk.decided_reason
            : [risk.reviewer_name, risk.review_on].filter(Boolean).join(" · ")}
        </span>
      </td>
      <td className="sd-num">
        {onReview && (
          <button type="button" className="sd-btn" onClick={onReview} data-testid="risk-review">
            <Trans>复核</Trans>
          </button>
        )}
      </td>
    </tr>
  );
}

/** The risk register: what waits for a decision first. */
export function RiskPage() {
  const { session } = useRouteContext({ from: "/firm" });
  const mayDecide = session.permissions.includes("risk_decide");
  const [view, setView] = useState<View>("due");
  const [category, setCategory] = useState("");
  const [reviewing, setReviewing] = useState<Risk | null>(null);
  const { query, rows } = usePaged(["risk", view, category], (cursor) =>
    listRisk(filterOf(view, category), cursor),
  );
  const views: [View, string][] = [
    ["due", t`待复核`],
    ["active", t`生效`],
    ["dismissed", t`不成立`],
    ["all", t`全部`],
  ];
  return (
    <div className="rk">
      <header>
        <h1>
          <Trans>风险档案</Trans>
        </h1>
        <p className="sd-muted">
          <Trans>
            常出问题的地点和收寄方；同一电话或地址聚集出现时系统提议，业务员或组长复核。
          </Trans>
        </p>
      </header>
      <div className="rk-bar">
        <div className="sd-seg" role="radiogroup" aria-label={t`看哪些`}>
          {views.map(([each, label]) => (
            <label key={each}>
              <input
                type="radio"
                name="risk-view"
                value={each}
                checked={view === each}
                onChange={() => setView(each)}
              />
              {label}
            </label>
          ))}
        </div>
        <select
          className="sd-select"
          aria-label={t`什么情况`}
          value={category}
          onChange={(event) => setCategory(event.target.value)}
        >
          <option value="">{t`全部情况`}</option>
          {RISK_CATEGORIES.map((each) => (
            <option key={each} value={each}>
              {riskWord(each)}
            </option>
          ))}
        </select>
      </div>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={t`这里没有条目`}>
          {t`在工作项里点“提议列入”，或等同一处的问题聚集后由系统提议。`}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table rk-table">
          <thead>
            <tr>
              <th>{t`什么情况`}</th>
              <th>{t`谁、在哪里`}</th>
              <th>{t`业务员怎么做`}</th>
              <th>{t`依据`}</th>
              <th>{t`复核`}</th>
              <th>
                <span className="sd-sr">{t`更改`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.id}
                risk={row}
                onReview={mayDecide ? () => setReviewing(row) : undefined}
              />
            ))}
          </tbody>
        </table>
      )}
      <MoreButton query={query} />
      {reviewing && <RiskReview risk={reviewing} onClose={() => setReviewing(null)} />}
    </div>
  );
}
