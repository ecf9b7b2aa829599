import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useSearch } from "@tanstack/react-router";
import type { OwnerFine } from "@/api/reports";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { dayOfYear } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { causeWord, statusWord } from "@/shared/words/words";
import { OwnerFrame } from "./OwnerFrame";
import { OwnerHead } from "./OwnerHead";
import { useOwner } from "./useOwner";
import { WhoBore } from "./WhoBore";

function FineLine({ fine }: { fine: OwnerFine }) {
  const why =
    localised(fine.why_zh, fine.why_en) ||
    fine.why ||
    (fine.cause ? causeWord(fine.cause) : statusWord(fine.status));
  const mine = formatYuan(fine.station_fen ?? 0);
  return (
    <li>
      <Link
        to="/owner/fines/$fineId"
        params={{ fineId: fine.id }}
        search={(before) => before}
        className="ow-fine"
        data-testid="owner-fine"
        data-fine-id={fine.id}
      >
        <span className="ow-line">
          <b>{fine.name}</b>
          <b>{formatYuan(fine.amount_fen)}</b>
        </span>
        <span className="ow-line sd-muted">
          <span>
            {fine.occurred_at && `${dayOfYear(fine.occurred_at)} · `}
            {why}
          </span>
          <span className="ow-nowrap">
            {fine.status === "attributed" ? <Trans>您承担 {mine}</Trans> : statusWord(fine.status)}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** The month's fines, each with its why. */
export function OwnerFines() {
  const search = useSearch({ from: "/owner/fines" });
  const { stations, all, station, month, report } = useOwner(search);
  const data = report.data;
  return (
    <OwnerFrame>
      {station && <OwnerHead stations={all} station={station} month={month} to="/owner/fines" />}
      {(stations.isPending || (station && report.isPending)) && <LoadingState />}
      {report.isError && <ErrorState error={report.error} onRetry={() => report.refetch()} />}
      {data && (
        <section className="ow-section">
          <p className="ow-line">
            <span className="sd-muted">
              <Trans>罚款 {data.fines.count} 笔</Trans>
            </span>
            <b className="ow-figure">{formatYuan(data.fines.total_fen)}</b>
          </p>
          <WhoBore
            firmFen={data.fines.firm_fen}
            agentFen={data.fines.agent_fen}
            stationFen={data.fines.station_fen}
            undecidedFen={data.fines.undecided_fen}
            othersFen={data.fines.others_fen}
          />
        </section>
      )}
      {data && data.items.length === 0 && (
        <EmptyState
          title={t`这个月没有罚款`}
        >{t`总部账单到了以后，每一笔和它的原因都会列在这里。`}</EmptyState>
      )}
      <ul>
        {data?.items.map((fine) => (
          <FineLine key={fine.id} fine={fine} />
        ))}
      </ul>
    </OwnerFrame>
  );
}
