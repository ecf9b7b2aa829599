import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Approval, approveDecision, type Fine, returnDecision } from "@/api/fines";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { Keycap } from "@/shared/ui/Icon";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { causeWord, roleWord } from "@/shared/words/words";
import { Shares } from "./SplitParts";

/** A decision over its decider's limit, as it was made. */
export function Waiting({ approval, fine }: { approval: Approval; fine: Fine }) {
  const by = approval.decided_by;
  const at = dayAndTime(approval.decided_at);
  const cause = causeWord(approval.cause);
  const limit = formatYuan(approval.limit_fen);
  return (
    <section className="fi-decision" data-testid="waiting-approval">
      <p>
        <Trans>
          {by} {at} 定为{cause}，超过其权限 {limit}，还没有记账。
        </Trans>
      </p>
      {approval.agent_name && <p className="sd-muted">{approval.agent_name}</p>}
      {approval.note && <p className="sd-muted">{approval.note}</p>}
      <Shares shares={approval.shares} totalFen={fine.amount_fen} />
    </section>
  );
}

/** Why the last decision on a fine came back to be decided again. */
export function SentBack({ approval }: { approval: Approval }) {
  const by = approval.settled_by ?? "";
  const note = approval.settle_note;
  return (
    <p className="sd-muted" data-testid="sent-back">
      <Trans>
        {by} 退回了上一次定责：{note}
      </Trans>
    </p>
  );
}

/** Approve somebody's decision, send it back, or take one's own back. */
export function Approving({ approval, fine }: { approval: Approval; fine: Fine }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const settled = (word: string) => () => {
    notify(`${fine.name}：${word}`);
    queries.invalidateQueries({ queryKey: ["fines"] });
    queries.invalidateQueries({ queryKey: ["fine", fine.id] });
  };
  const approving = useMutation({
    mutationFn: () => approveDecision(approval.id),
    onSuccess: settled(t`已通过，已记账`),
  });
  const returning = useMutation({
    mutationFn: () => returnDecision(approval.id, reason.trim()),
    onSuccess: settled(approval.is_own ? t`已撤回` : t`已退回`),
  });
  const roles = approval.roles.map(roleWord).join("、");
  const error = approving.error ?? returning.error;
  const isBusy = approving.isPending || returning.isPending;
  if (!approval.may_settle && !approval.is_own) {
    return (
      <p className="fi-decide sd-muted">
        {roles ? <Trans>等 {roles} 复核</Trans> : <Trans>没有角色有此权限，须先修改制度</Trans>}
      </p>
    );
  }
  return (
    <form
      className="fi-decide"
      onSubmit={(event) => {
        event.preventDefault();
        approving.mutate();
      }}
    >
      {approval.may_settle ? (
        <div className="sd-field">
          <label htmlFor="return-reason">{t`退回理由`}</label>
          <input
            id="return-reason"
            className="sd-input"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            placeholder={t`退回时必填`}
            data-testid="return-reason"
          />
        </div>
      ) : (
        <p className="sd-muted">
          <Trans>等 {roles} 复核</Trans>
        </p>
      )}
      {error && (
        <p className="sd-field-error" role="alert">
          {errorText(error)}
        </p>
      )}
      <div className="sd-form-foot">
        {approval.may_settle && (
          <button
            type="submit"
            className="sd-btn fi-approve"
            data-variant="primary"
            disabled={isBusy}
            data-testid="approve"
          >
            <Trans>复核通过</Trans>
            <Keycap>a</Keycap>
          </button>
        )}
        <button
          type="button"
          className="sd-btn"
          disabled={isBusy || (approval.may_settle && !reason.trim())}
          onClick={() => returning.mutate()}
          data-testid="return-decision"
        >
          {approval.is_own ? <Trans>撤回</Trans> : <Trans>退回</Trans>}
        </button>
      </div>
    </form>
  );
}
