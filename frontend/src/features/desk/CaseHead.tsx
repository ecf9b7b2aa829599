import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Case } from "@/api/cases";
import { Countdown } from "@/shared/clock/Countdown";
import { HolderMark } from "@/shared/custody/SwatchMark";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { Icon, Keycap } from "@/shared/ui/Icon";
import { WaybillLink } from "@/shared/waybill/WaybillLink";
import { carrierWord, directionWord, kindWord } from "@/shared/words/words";
import { ReassignButton } from "./ReassignButton";
import { SnoozeButton } from "./SnoozeButton";
import type { useHolding } from "./useHolding";
import { Viewing } from "./Viewing";

interface CaseHeadProps {
  item: Case;
  onClose: () => void;
  holding: ReturnType<typeof useHolding>;
}

function Holding({ item, holding }: Omit<CaseHeadProps, "onClose">) {
  if (item.closed_at) {
    const at = dayAndTime(item.closed_at);
    return (
      <span className="sd-muted">
        <Trans>已结 {at}</Trans>
      </span>
    );
  }
  const isQueued = item.holder.kind === "queue" || item.holder.kind === "intake";
  return (
    <div className="cp-holding">
      <HolderMark holder={item.holder} unclaimedWord={t`未认领`} />
      {isQueued && (
        <button
          type="button"
          className="sd-btn"
          data-variant="primary"
          onClick={() => holding.claim(item)}
          data-testid="claim"
        >
          <Trans>认领</Trans>
          <Keycap>c</Keycap>
        </button>
      )}
      {item.holder.is_me && (
        <button
          type="button"
          className="sd-btn"
          onClick={() => holding.release(item)}
          data-testid="release"
        >
          <Trans>放回队列</Trans>
        </button>
      )}
      {item.holder.is_me && <SnoozeButton item={item} />}
      <ReassignButton item={item} />
    </div>
  );
}

/** The name of the clock that the case is due by. */
function dueClockOf(item: Case): string {
  const clock = item.clocks.find((each) => each.due_at === item.due_at);
  return clock ? localised(clock.label_zh, clock.label_en) : "";
}

export function CaseHead({ item, onClose, holding }: CaseHeadProps) {
  const clock = dueClockOf(item);
  return (
    <header className="cp-head">
      <div className="cp-title">
        <button
          type="button"
          className="sd-btn cp-back"
          onClick={onClose}
          aria-label={t`回到队列`}
          data-testid="close-case"
        >
          <Icon name="back" />
        </button>
        <h2>{kindWord(item.kind)}</h2>
        {item.waybill !== item.number && <WaybillLink value={item.waybill} />}
        <span className="sd-muted">{item.number}</span>
        <Viewing caseId={item.id} />
      </div>
      <div className="cp-facts">
        <div>
          <p>
            {carrierWord(item.station.carrier)} · {item.station.name} ·{" "}
            {directionWord(item.direction)}
          </p>
          <p className="cp-summary">{item.summary}</p>
        </div>
        <dl>
          <div>
            <dt>
              <Trans>风险金额</Trans>
            </dt>
            <dd>{item.risk_fen > 0 ? formatYuan(item.risk_fen) : "—"}</dd>
          </div>
          <div>
            <dt>{clock ? t`距${clock}` : t`距时限`}</dt>
            <dd data-testid="case-clock">
              <Countdown dueAt={item.due_at} stoppedAt={item.closed_at} />
            </dd>
          </div>
        </dl>
      </div>
      <Holding item={item} holding={holding} />
    </header>
  );
}
