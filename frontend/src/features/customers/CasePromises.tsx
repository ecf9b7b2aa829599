import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { Case } from "@/api/cases";
import type { CustomerPromise, PromiseEnd } from "@/api/people";
import { Countdown } from "@/shared/clock/Countdown";
import { useCoarseNow } from "@/shared/clock/ticker";
import { briefTime } from "@/shared/time/time";
import { contactWord, promiseWord } from "@/shared/words/people";
import { PromiseForm } from "./PromiseForm";
import { roomMinutes } from "./promiseTimes";
import { SettleDialog } from "./SettleDialog";
import "./people-panel.css";

function Times({ promise, now }: { promise: CustomerPromise; now: number }) {
  const due = briefTime(promise.due_at, now);
  const inner = briefTime(promise.inner_due_at, now);
  const room = roomMinutes(promise);
  const first = briefTime(promise.first_due_at, now);
  return (
    <span className="pr-times">
      <b>{due}</b>{" "}
      <span className="sd-muted">
        <Trans>
          内部 {inner} 前，留回旋 {room} 分
        </Trans>
        {promise.first_due_at !== promise.due_at && <Trans>（原 {first}）</Trans>}
      </span>
    </span>
  );
}

function PromiseLine({ item, promise }: { item: Case; promise: CustomerPromise }) {
  const now = useCoarseNow(15);
  const [how, setHow] = useState<PromiseEnd | null>(null);
  const isOpen = promise.status === "open";
  const isOwed = promise.status === "broken" && !promise.kept_at && !promise.settled_by_name;
  return (
    <li data-testid="promise" data-status={promise.status}>
      <Times promise={promise} now={now} />
      {isOpen ? (
        <Countdown dueAt={promise.inner_due_at} stoppedAt={null} />
      ) : (
        <span>
          {promise.kept_at && promise.status === "broken"
            ? t`逾时兑现`
            : promiseWord(promise.status)}
        </span>
      )}
      <span>
        {contactWord(promise.to_role)} {promise.to_whom}：{promise.text}{" "}
        <span className="sd-muted">
          {promise.settled_by_name || promise.made_by_name}
          {(promise.proof || promise.reason) && ` · ${promise.proof || promise.reason}`}
        </span>
      </span>
      {(isOpen || isOwed) && (
        <span className="pr-acts">
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            onClick={() => setHow("kept")}
            data-testid="promise-kept"
          >
            <Trans>已兑现</Trans>
          </button>
          {isOpen && (
            <button
              type="button"
              className="sd-btn"
              data-variant="link"
              onClick={() => setHow("moved")}
              data-testid="promise-moved"
            >
              <Trans>改约</Trans>
            </button>
          )}
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            onClick={() => setHow("broken")}
          >
            <Trans>未兑现</Trans>
          </button>
          {isOpen && (
            <button
              type="button"
              className="sd-btn"
              data-variant="link"
              onClick={() => setHow("withdrawn")}
              data-testid="promise-withdrawn"
            >
              <Trans>收回</Trans>
            </button>
          )}
        </span>
      )}
      {how && <SettleDialog item={item} promise={promise} how={how} onClose={() => setHow(null)} />}
    </li>
  );
}

/** What customers were told on this case, what became of it, and a new promise. */
export function CasePromises({ item }: { item: Case }) {
  const [isWriting, setWriting] = useState(false);
  if (item.closed_at && item.promises.length === 0) return null;
  return (
    <section className="cp-section" aria-label={t`对客户承诺`} data-testid="promises">
      <div className="cp-h">
        <h3>
          <Trans>对客户承诺</Trans>
        </h3>
        {!item.closed_at && !isWriting && (
          <button
            type="button"
            className="sd-btn"
            onClick={() => setWriting(true)}
            data-testid="promise-new"
          >
            <Trans>记一条承诺</Trans>
          </button>
        )}
      </div>
      {item.promises.length > 0 && (
        <ul className="pr-list">
          {item.promises.map((promise) => (
            <PromiseLine key={promise.id} item={item} promise={promise} />
          ))}
        </ul>
      )}
      {isWriting && <PromiseForm item={item} onClose={() => setWriting(false)} />}
    </section>
  );
}
