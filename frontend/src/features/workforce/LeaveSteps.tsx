import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Absence, decideAbsence, readAbsenceHandover, stepAbsence } from "@/api/workforce";
import { Dialog } from "@/shared/ui/Dialog";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { HandoverList } from "./HandoverList";
import { lackWord } from "./words";

function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const key of ["absences", "covers", "coverage", "rota", "load"]) {
      queries.invalidateQueries({ queryKey: [key] });
    }
  };
}

function Handing({ item, me, onClose }: { item: Absence; me: string; onClose: () => void }) {
  const refresh = useRefresh();
  const list = useQuery({
    queryKey: ["absence-handover", item.id],
    queryFn: () => readAbsenceHandover(item.id),
  });
  const stepping = useMutation({
    mutationFn: (step: "accept" | "decline") => stepAbsence(item.id, step),
    onSuccess: (answer) => {
      notify(answer.state === "accepted" ? t`交接已接收` : t`已回绝`);
      refresh();
      onClose();
    },
  });
  if (list.isError) return <ErrorState error={list.error} />;
  if (!list.data) return <LoadingState />;
  const mayAccept =
    item.substitute_member_id === me && ["requested", "declined"].includes(item.state);
  return (
    <div className="sd-form">
      <HandoverList handover={list.data} />
      {stepping.isError && <p className="sd-field-error">{errorText(stepping.error)}</p>}
      {mayAccept && (
        <div className="sd-form-foot">
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            disabled={stepping.isPending}
            onClick={() => stepping.mutate("accept")}
            data-testid="handover-accept"
          >
            <Trans>接收</Trans>
          </button>
          <button
            type="button"
            className="sd-btn"
            disabled={stepping.isPending}
            onClick={() => stepping.mutate("decline")}
          >
            <Trans>不能代班</Trans>
          </button>
        </div>
      )}
    </div>
  );
}

function Deciding({ item, onClose }: { item: Absence; onClose: () => void }) {
  const refresh = useRefresh();
  const [note, setNote] = useState("");
  const isOverride = item.lacks.length > 0;
  const deciding = useMutation({
    mutationFn: (is_approved: boolean) =>
      decideAbsence(item.id, { is_approved, note, is_override: is_approved && isOverride }),
    onSuccess: (answer) => {
      notify(answer.state === "approved" ? t`已批准` : t`未批准`);
      refresh();
      onClose();
    },
  });
  const lacks = item.lacks.map(lackWord).join(t`、`);
  return (
    <div className="sd-form">
      {isOverride && (
        <p data-testid="decide-lacks">
          <Trans>还差：{lacks}。写明原因才能破例批准。</Trans>
        </p>
      )}
      <div className="sd-field">
        <label htmlFor="decide-note">{isOverride ? t`破例原因` : t`说明`}</label>
        <input
          id="decide-note"
          className="sd-input"
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.target.value)}
          data-testid="decide-note"
        />
      </div>
      {deciding.isError && <p className="sd-field-error">{errorText(deciding.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="button"
          className="sd-btn"
          data-variant="primary"
          disabled={deciding.isPending || (isOverride && !note.trim())}
          onClick={() => deciding.mutate(true)}
          data-testid="decide-approve"
        >
          {isOverride ? <Trans>破例批准</Trans> : <Trans>批准</Trans>}
        </button>
        <button
          type="button"
          className="sd-btn"
          disabled={deciding.isPending}
          onClick={() => deciding.mutate(false)}
        >
          <Trans>不批准</Trans>
        </button>
      </div>
    </div>
  );
}

/** What the reader can do with a leave: see its handover, decide, take it back. */
export function LeaveSteps({ item, me, leads }: { item: Absence; me: string; leads: boolean }) {
  const refresh = useRefresh();
  const [open, setOpen] = useState<"handover" | "decide" | null>(null);
  const withdrawing = useMutation({
    mutationFn: () => stepAbsence(item.id, "withdraw"),
    onSuccess: refresh,
    onError: (error) => notifyRefusal(errorText(error)),
  });
  const isOpen = ["requested", "accepted", "declined"].includes(item.state);
  const isMine = item.member_id === me;
  const name = item.member_name;
  const isAsked = item.substitute_member_id === me && item.state === "requested";
  return (
    <>
      {(isOpen || item.state === "approved") && (
        <button
          type="button"
          className="sd-btn"
          data-variant={isAsked ? "primary" : "link"}
          onClick={() => setOpen("handover")}
          data-testid="leave-handover"
        >
          <Trans>交接单</Trans>
        </button>
      )}
      {leads && isOpen && !isMine && (
        <button
          type="button"
          className="sd-btn"
          onClick={() => setOpen("decide")}
          data-testid="leave-decide"
        >
          <Trans>审批</Trans>
        </button>
      )}
      {(isMine || leads) && (isOpen || item.state === "approved") && (
        <button
          type="button"
          className="sd-btn"
          data-variant="link"
          disabled={withdrawing.isPending}
          onClick={() => withdrawing.mutate()}
        >
          <Trans>撤回请假</Trans>
        </button>
      )}
      <Dialog
        title={t`${name} 的交接单`}
        isOpen={open === "handover"}
        onClose={() => setOpen(null)}
        size="wide"
      >
        {open === "handover" && <Handing item={item} me={me} onClose={() => setOpen(null)} />}
      </Dialog>
      <Dialog
        title={t`审批 ${name} 的请假`}
        isOpen={open === "decide"}
        onClose={() => setOpen(null)}
      >
        {open === "decide" && <Deciding item={item} onClose={() => setOpen(null)} />}
      </Dialog>
    </>
  );
}
