import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Case } from "@/api/cases";
import { apiUrl } from "@/api/client";
import { checkFiling } from "@/api/dealings";
import type { Comparison } from "@/api/reissue";
import { localised } from "@/shared/i18n/locale";
import { Advice, ComparisonTable } from "./Comparison";
import { ReissueOrWait } from "./ReissueOrWait";
import "./dealings.css";

const FILING = "file";
/** Kinds in which a parcel may turn out not to be found. */
const LOSABLE = new Set(["problem_parcel", "work_order", "chase", "inquiry"]);

interface Exhibit {
  attachment_id: string;
  number: string;
  name: string;
  sha256: string;
}

/** What the rules of fair dealing would say, before it is filed. */
function FilingWarnings({ item }: { item: Case }) {
  const check = useQuery({
    queryKey: ["filing-check", item.id, item.version],
    queryFn: () => checkFiling(item.id, FILING, ""),
  });
  const findings = check.data?.findings ?? [];
  if (findings.length === 0) return null;
  return (
    <section className="cp-section" aria-label={t`公平往来`} data-testid="filing-warnings">
      <h3 className="sd-label">
        <Trans>上报前请看</Trans>
      </h3>
      <ul className="dl-findings">
        {findings.map((each) => (
          <li key={each.rule} data-severity={each.severity}>
            <b>{each.severity === "refuse" ? t`不可上报` : t`提醒`}</b>
            <span>{localised(each.zh, each.en)}</span>
            <span className="sd-label">
              {each.policy_code} v{each.policy_version}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The fine's own evidence that the appeal refers to. */
function Exhibits({ exhibits }: { exhibits: Exhibit[] }) {
  if (exhibits.length === 0) return null;
  const count = exhibits.length;
  return (
    <section className="cp-section" aria-label={t`引用证据`} data-testid="exhibits">
      <h3 className="sd-label">
        <Trans>引用证据 {count} 件，来自罚款的工作项</Trans>
      </h3>
      <ul className="dl-exhibits">
        {exhibits.map((each) => (
          <li key={each.attachment_id}>
            <a href={apiUrl(`/attachments/${each.attachment_id}`)} download>
              {each.name}
            </a>
            <span className="sd-muted">{each.number}</span>
            <span className="sd-label">{each.sha256.slice(0, 8)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ShownThen({ shown }: { shown: Comparison }) {
  return (
    <section className="cp-section" aria-label={t`补单还是等`} data-testid="shown-then">
      <h3 className="sd-label">
        <Trans>补单还是等：发起时的数字</Trans>
      </h3>
      <ComparisonTable shown={shown} />
      <div className="dl-foot">
        <Advice shown={shown} />
      </div>
    </section>
  );
}

/** What dealings with the other side add to a case, by its kind. */
export function CaseDealings({ item, onOpen }: { item: Case; onOpen: (id: string) => void }) {
  const isFiling = item.actions.some((action) => action.event === FILING);
  if (item.kind === "arbitration" && isFiling) return <FilingWarnings item={item} />;
  if (item.kind === "penalty_appeal") {
    return <Exhibits exhibits={(item.details.exhibits ?? []) as Exhibit[]} />;
  }
  const shown = item.details.shown as Comparison | undefined;
  if (item.kind === "reissue") return shown?.figures ? <ShownThen shown={shown} /> : null;
  if (!LOSABLE.has(item.kind) || item.closed_at) return null;
  return (
    <details className="cp-section dl-fold" data-testid="reissue-fold">
      <summary className="sd-label">
        <Trans>补单还是等</Trans>
      </summary>
      <ReissueOrWait
        subject={{
          waybill: item.waybill,
          station: item.station.code,
          direction: item.direction,
          caseId: item.id,
        }}
        onOpened={onOpen}
      />
    </details>
  );
}
