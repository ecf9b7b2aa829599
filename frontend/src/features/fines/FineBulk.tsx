import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { formatYuan } from "@/shared/money/money";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";
import { groundWords } from "./AppealBox";
import type { useFineBulk } from "./useFineBulk";

type Bulk = ReturnType<typeof useFineBulk>;

function Working({ bulk }: { bulk: Bulk }) {
  const count = bulk.rows.length;
  const done = bulk.done;
  return bulk.work.isPending && count > 0 ? (
    <progress max={count} value={done} aria-label={t`已办 ${done} / ${count}`} />
  ) : null;
}

function DecideAll({ bulk, onClose }: { bulk: Bulk; onClose: () => void }) {
  const [note, setNote] = useState(t`批量按建议`);
  const count = bulk.rows.length;
  const amount = formatYuan(bulk.rows.reduce((sum, row) => sum + row.amount_fen, 0));
  return (
    <Dialog title={t`按建议定责 ${count} 笔，${amount}`} isOpen onClose={onClose}>
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          bulk.work.mutate({ kind: "decide", note: note.trim() }, { onSuccess: onClose });
        }}
      >
        <p>
          <Trans>
            只定建议与分摊规则一致、把握够的；应先申诉的、没有建议的会留下来，逐笔说明原因。
          </Trans>
        </p>
        <p className="sd-muted">
          <Trans>记账后不能撤销，只能逐笔冲回；超过您权限的转为待复核。</Trans>
        </p>
        <div className="sd-field">
          <label htmlFor="bulk-note">{t`理由（记入定责）`}</label>
          <input
            id="bulk-note"
            className="sd-input"
            value={note}
            maxLength={2000}
            onChange={(event) => setNote(event.target.value)}
            data-testid="bulk-note"
          />
        </div>
        {bulk.work.isError && <p className="sd-field-error">{errorText(bulk.work.error)}</p>}
        <Working bulk={bulk} />
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={bulk.work.isPending || !note.trim()}
            data-testid="bulk-decide-save"
          >
            <Trans>按建议定责</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function AppealAll({ bulk, onClose }: { bulk: Bulk; onClose: () => void }) {
  const [ground, setGround] = useState("");
  const [reason, setReason] = useState("");
  const count = bulk.rows.length;
  return (
    <Dialog title={t`申诉 ${count} 笔`} isOpen onClose={onClose}>
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          bulk.work.mutate(
            { kind: "appeal", ground: ground || null, reason: reason.trim() },
            { onSuccess: onClose },
          );
        }}
      >
        <p className="sd-muted">
          <Trans>每笔各开一件申诉，带上账单行和它的工作项证据；过了申诉期的会留下来。</Trans>
        </p>
        <div className="sd-field">
          <label htmlFor="bulk-ground">{t`申诉理由`}</label>
          <select
            id="bulk-ground"
            className="sd-select"
            value={ground}
            onChange={(event) => setGround(event.target.value)}
            data-testid="bulk-ground"
          >
            <option value="">{t`按提示：重复扣款、免考范围内`}</option>
            {groundWords().map(([code, word]) => (
              <option key={code} value={code}>
                {word}
              </option>
            ))}
          </select>
        </div>
        <div className="sd-field">
          <label htmlFor="bulk-reason">{ground ? t`说明` : t`补充说明（可不填）`}</label>
          <textarea
            id="bulk-reason"
            className="sd-area"
            rows={3}
            maxLength={2000}
            required={ground !== ""}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            data-testid="bulk-reason"
          />
        </div>
        {bulk.work.isError && <p className="sd-field-error">{errorText(bulk.work.error)}</p>}
        <Working bulk={bulk} />
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={bulk.work.isPending || (ground !== "" && !reason.trim())}
            data-testid="bulk-appeal-save"
          >
            <Trans>开申诉</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What can be done to the fines that are marked. */
export function FineBulk({ bulk }: { bulk: Bulk }) {
  const { session } = useRouteContext({ from: "/firm" });
  const [asking, setAsking] = useState<"decide" | "appeal" | null>(null);
  const count = bulk.rows.length;
  const amount = formatYuan(bulk.rows.reduce((sum, row) => sum + row.amount_fen, 0));
  if (count === 0 && asking === null) return null;
  const close = () => setAsking(null);
  return (
    <div className="fi-bulk" role="toolbar" aria-label={t`选中的罚款`} data-testid="fine-bulk">
      <p className="fi-between">
        <Trans>已选 {count} 笔</Trans>
        <b>{amount}</b>
      </p>
      <div className="fi-bulk-row">
        {session.permissions.includes("fines_decide") && (
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            onClick={() => setAsking("decide")}
            data-testid="bulk-decide"
          >
            <Trans>按建议定责</Trans>
          </button>
        )}
        <button
          type="button"
          className="sd-btn"
          onClick={() => setAsking("appeal")}
          data-testid="bulk-appeal"
        >
          <Trans>申诉</Trans>
        </button>
        <button type="button" className="sd-btn" onClick={bulk.clear} data-testid="bulk-clear">
          <Trans>不选</Trans>
        </button>
      </div>
      {asking === "decide" && <DecideAll bulk={bulk} onClose={close} />}
      {asking === "appeal" && <AppealAll bulk={bulk} onClose={close} />}
    </div>
  );
}
