import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type Fine, readFine, type Share } from "@/api/fines";
import { formatMinutes } from "@/shared/clock/format";
import { CustodyBar } from "@/shared/custody/CustodyBar";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime, dayOfYear } from "@/shared/time/time";
import { Icon } from "@/shared/ui/Icon";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { stepText } from "@/shared/words/step";
import { carrierWord, causeWord, statusWord } from "@/shared/words/words";
import { OwnerDispute } from "./OwnerDispute";
import { OwnerFrame } from "./OwnerFrame";
import { WhoBore } from "./WhoBore";

const borneBy = (shares: Share[], party: string) =>
  shares.filter((share) => share.party === party).reduce((sum, share) => sum + share.amount_fen, 0);

function Figures({ fine }: { fine: Fine }) {
  const shares = fine.attribution?.shares ?? [];
  const mine = borneBy(shares, "station");
  const repaid = borneBy(shares, "firm") + borneBy(shares, "agent");
  return (
    <dl className="ow-figures">
      <div>
        <dt>{t`罚款`}</dt>
        <dd>{formatYuan(fine.amount_fen)}</dd>
      </div>
      <div>
        <dt>{t`您承担`}</dt>
        <dd data-testid="borne-by-you">{fine.attribution ? formatYuan(mine) : "—"}</dd>
      </div>
      <div>
        <dt>{t`补给您`}</dt>
        <dd className={repaid > 0 ? "sd-gain" : "sd-zero"} data-testid="repaid">
          {fine.attribution ? formatYuan(repaid, true) : "—"}
        </dd>
      </div>
    </dl>
  );
}

function Shares({ fine }: { fine: Fine }) {
  if (!fine.attribution) {
    return (
      <section className="ow-section">
        <p>
          <Trans>还没有定责。定了以后，谁承担多少、为什么，会写在这里。</Trans>
        </p>
      </section>
    );
  }
  const { shares, steps } = fine.attribution;
  return (
    <section className="ow-section" aria-label={t`谁承担`}>
      <h2 className="sd-label">
        <Trans>谁承担</Trans>
      </h2>
      <WhoBore
        firmFen={borneBy(shares, "firm")}
        agentFen={borneBy(shares, "agent")}
        stationFen={borneBy(shares, "station")}
        undecidedFen={0}
        isList
      />
      <ul className="ow-steps sd-muted">
        {steps.map((step) => (
          <li key={`${step.reason_code}-${step.account}-${step.amount_fen}`} className="ow-line">
            <span>{stepText(step)}</span>
            <span>{formatYuan(step.amount_fen)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Why({ fine }: { fine: Fine }) {
  const first = fine.custody[0];
  const last = fine.custody.at(-1);
  const clock = fine.clock;
  const window = clock
    ? formatMinutes(Math.round((Date.parse(clock.due_at) - Date.parse(clock.started_at)) / 60_000))
    : "";
  const end = Date.parse(last?.to_at ?? clock?.stopped_at ?? clock?.due_at ?? "");
  return (
    <section className="ow-section" aria-label={t`为什么`}>
      <h2 className="sd-label ow-line">
        <Trans>为什么</Trans>
        {clock && (
          <span>
            <Trans>总部要求 {window}内完成</Trans>
          </span>
        )}
      </h2>
      {first && (
        <div className="ow-custody">
          <CustodyBar
            spans={fine.custody}
            startAt={clock?.started_at ?? first.from_at}
            dueAt={clock?.due_at ?? null}
            now={end}
            isOpen={false}
            size="phone"
            stationWord={t`您`}
          />
        </div>
      )}
      <ul className="ow-reasons">
        {(fine.proposal?.reasons ?? []).map((reason) => (
          <li key={reason.code + reason.text_zh}>
            <Icon name="check" />
            {localised(reason.text_zh, reason.text_en)}
          </li>
        ))}
      </ul>
      {fine.attribution?.note && <p className="sd-muted">{fine.attribution.note}</p>}
    </section>
  );
}

function Decision({ fine }: { fine: Fine }) {
  const attribution = fine.attribution;
  if (!attribution) return null;
  const by =
    typeof attribution.decided_by === "string"
      ? attribution.decided_by
      : (attribution.decided_by?.name ?? "");
  return (
    <section className="ow-section ow-line">
      <b>
        <Trans>定责</Trans> · {causeWord(attribution.cause)}
      </b>
      <span className="sd-muted">
        {by} {dayAndTime(attribution.decided_at)}
      </span>
    </section>
  );
}

/** One line of the statement: how much, who bore it, why. */
export function OwnerFine() {
  const { fineId } = useParams({ from: "/owner/fines/$fineId" });
  const query = useQuery({ queryKey: ["fine", fineId], queryFn: () => readFine(fineId) });
  const fine = query.data;
  return (
    <OwnerFrame>
      <header className="ow-head ow-back">
        <Link to="/owner/fines" search={(before) => before} data-testid="owner-back">
          <Icon name="back" size={16} />
          <Trans>本月罚款</Trans>
        </Link>
        {fine && <span className="sd-muted ow-month">{statusWord(fine.status)}</span>}
      </header>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {fine && (
        <article data-testid="owner-fine-page">
          <section className="ow-section">
            <h1 className="ow-h1">{fine.name}</h1>
            <p className="sd-muted">
              <Waybill value={fine.waybill} /> · {carrierWord(fine.station.carrier)}
              {fine.occurred_at && ` · ${dayOfYear(fine.occurred_at)}`}
              {fine.note && ` · ${fine.note}`}
            </p>
            <Figures fine={fine} />
          </section>
          <Shares fine={fine} />
          <Why fine={fine} />
          <Decision fine={fine} />
          <OwnerDispute fine={fine} />
        </article>
      )}
    </OwnerFrame>
  );
}
