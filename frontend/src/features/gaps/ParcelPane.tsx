import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useRouteContext } from "@tanstack/react-router";
import type { Gap } from "@/api/gaps";
import { type Leg, type Parcel, readParcel, type Scan } from "@/api/parcels";
import { ReissueOrWait } from "@/features/dealings/ReissueOrWait";
import { Countdown } from "@/shared/clock/Countdown";
import { dayAndTime, timeOfDay } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { anomalyWord, gapWord, milestoneWord } from "@/shared/words/words";

function placeOf(scan: Scan): string {
  const way = scan.next_site ? `${scan.site ?? ""} → ${scan.next_site}` : (scan.site ?? "");
  return [way, scan.courier, scan.note].filter(Boolean).join(" · ");
}

function missingText(gap: Gap): string {
  const texts: Partial<Record<Gap["gap"], string>> = {
    sent_not_arrived: t`已发往本网点，到时限仍无到件扫描，也没有改发或问题件。`,
    arrived_not_dispatched: t`已到件，到时限仍未派件，也没有登记问题件。`,
    dispatched_not_signed: t`最近一次派件后没有签收，也没有派件失败或入柜。`,
    failed_not_handled: t`派件失败后没有再派、登记、退回或转出。`,
    in_locker_not_collected: t`入柜不等于签收：还没有签收，也没有取出或再派。`,
    returned_not_departed: t`已登记退回，还没有离开本网点。`,
    forwarded_not_departed: t`已登记转出，还没有离开本网点。`,
    collected_not_weighed: t`已揽收，还没有称重。`,
    weighed_not_departed: t`已称重，还没有发出。`,
    departed_not_accepted: t`已发出，中转还没有收入。`,
  };
  return texts[gap.gap] ?? gapWord(gap.gap);
}

function Trace({ parcel, gap }: { parcel: Parcel; gap: Gap }) {
  const scans = [...parcel.scans].sort((a, b) => a.scanned_at.localeCompare(b.scanned_at));
  const hasReceived = scans.some((scan) => scan.received_at);
  const due = gap.due_at ? dayAndTime(gap.due_at) : "—";
  return (
    <section className="gp-section" aria-label={t`轨迹`}>
      <h3 className="sd-label fi-between">
        <Trans>轨迹</Trans>
        {hasReceived && (
          <span>
            <Trans>扫描 / 得知</Trans>
          </span>
        )}
      </h3>
      <ol className="gp-trace" data-testid="trace" data-received={hasReceived || undefined}>
        {scans.map((scan, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same scan may come twice
          <li key={`${scan.scanned_at}-${scan.scan}-${index}`}>
            <time dateTime={scan.scanned_at}>{dayAndTime(scan.scanned_at)}</time>
            {hasReceived && (
              <span className="sd-label">
                {scan.received_at ? timeOfDay(scan.received_at) : "—"}
              </span>
            )}
            <span>
              <b>{milestoneWord(scan.scan)}</b> {placeOf(scan)}
            </span>
          </li>
        ))}
        <li data-missing>
          <time>{due}</time>
          {hasReceived && <span />}
          <b>{gapWord(gap.gap)}</b>
        </li>
      </ol>
    </section>
  );
}

function Anomalies({ legs }: { legs: Leg[] }) {
  const found = legs.flatMap((leg) => leg.anomalies);
  if (found.length === 0) return null;
  return (
    <section className="gp-section">
      <h3 className="sd-label">
        <Trans>可疑</Trans>
      </h3>
      <ul>
        {[...new Set(found)].map((each) => (
          <li key={each}>{anomalyWord(each)}</li>
        ))}
      </ul>
    </section>
  );
}

function Reissue({ gap }: { gap: Gap }) {
  const { session } = useRouteContext({ from: "/firm" });
  const navigate = useNavigate();
  if (!session.permissions.includes("cases_open")) return null;
  return (
    <section className="gp-section" aria-label={t`补单还是等`}>
      <h3 className="sd-label fi-between">
        <Trans>补单还是等</Trans>
        <span>{t`数字随工作项留存`}</span>
      </h3>
      <ReissueOrWait
        key={gap.waybill}
        subject={{
          waybill: gap.waybill,
          station: typeof gap.station === "string" ? gap.station : gap.station.code,
          direction: gap.direction,
          caseId: gap.case_id ?? null,
        }}
        onOpened={(caseId) =>
          navigate({ to: "/desk/{-$caseId}", params: { caseId }, search: { view: "all" } })
        }
      />
    </section>
  );
}

/** One waybill: what was scanned, what is missing, why that is a gap. */
export function ParcelPane({ gap }: { gap: Gap }) {
  const parcel = useQuery({
    queryKey: ["parcel", gap.waybill],
    queryFn: () => readParcel(gap.waybill),
  });
  return (
    <aside
      className="gp-pane"
      aria-label={t`快件`}
      data-testid="parcel-pane"
      data-waybill={gap.waybill}
    >
      <header className="gp-pane-head">
        <div>
          <h2>{gapWord(gap.gap)}</h2>
          <Waybill value={gap.waybill} />
        </div>
        <div className="sd-num">
          {gap.case_id && (
            <Link
              to="/desk/{-$caseId}"
              params={{ caseId: gap.case_id }}
              search={{ view: "all" }}
              data-testid="open-case"
            >
              <Trans>打开工作项</Trans>
            </Link>
          )}
          <p>
            <Countdown dueAt={gap.due_at} variant="gap" />
          </p>
        </div>
      </header>
      {parcel.isPending && <LoadingState label={t`正在读取轨迹…`} />}
      {parcel.isError && <ErrorState error={parcel.error} onRetry={() => parcel.refetch()} />}
      {parcel.data && <Trace parcel={parcel.data} gap={gap} />}
      <section className="gp-section">
        <h3 className="sd-label">
          <Trans>为什么算差异</Trans>
        </h3>
        <p>{missingText(gap)}</p>
      </section>
      {parcel.data && <Anomalies legs={parcel.data.legs} />}
      <Reissue gap={gap} />
    </aside>
  );
}
