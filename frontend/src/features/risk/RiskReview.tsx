import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { serverNow } from "@/api/client";
import { changeRisk, confirmRisk, dismissRisk, type Risk } from "@/api/risk";
import { TextField } from "@/shared/forms/TextField";
import { fullDay } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";
import { riskWord } from "@/shared/words/people";

const REVIEW_DAYS = 90;
const DAY_MS = 86_400_000;

interface PartProps {
  risk: Risk;
  onDone: () => void;
}

function Confirm({ risk, onDone }: PartProps) {
  const [courier, setCourier] = useState(risk.courier_instruction);
  const [agent, setAgent] = useState(risk.agent_instruction);
  const [reviewer, setReviewer] = useState(risk.reviewer_name);
  const [reviewOn, setReviewOn] = useState(fullDay(serverNow() + REVIEW_DAYS * DAY_MS));
  const confirming = useMutation({
    mutationFn: async () => {
      const isSame = courier === risk.courier_instruction && agent === risk.agent_instruction;
      const texts = { courier_instruction: courier, agent_instruction: agent };
      const changed = isSame
        ? risk
        : await changeRisk(risk.id, { version: risk.version, ...texts });
      return confirmRisk(risk.id, changed.version, reviewer, reviewOn);
    },
    onSuccess: onDone,
  });
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        confirming.mutate();
      }}
    >
      <TextField
        id="review-courier"
        label={t`业务员怎么做`}
        value={courier}
        onChange={setCourier}
        isLong
        maxLength={500}
      />
      <TextField
        id="review-agent"
        label={t`坐席怎么做`}
        value={agent}
        onChange={setAgent}
        isLong
        maxLength={500}
      />
      <div className="sd-form-row">
        <TextField
          id="review-by"
          label={t`谁复核的（业务员或组长）`}
          value={reviewer}
          onChange={setReviewer}
          isRequired
          maxLength={80}
        />
        <TextField
          id="review-on"
          label={t`下次复核`}
          type="date"
          value={reviewOn}
          onChange={setReviewOn}
          isRequired
        />
      </div>
      {confirming.isError && <p className="sd-field-error">{errorText(confirming.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={confirming.isPending}
          data-testid="review-confirm"
        >
          <Trans>确认属实</Trans>
        </button>
      </div>
    </form>
  );
}

function Dismiss({ risk, onDone }: PartProps) {
  const [reason, setReason] = useState("");
  const dismissing = useMutation({
    mutationFn: () => dismissRisk(risk.id, risk.version, reason),
    onSuccess: onDone,
  });
  return (
    <form
      className="sd-form rk-dismiss"
      onSubmit={(event) => {
        event.preventDefault();
        dismissing.mutate();
      }}
    >
      <TextField
        id="review-reason"
        label={t`不属实或已不存在的理由`}
        value={reason}
        onChange={setReason}
        isRequired
        maxLength={500}
      />
      {dismissing.isError && <p className="sd-field-error">{errorText(dismissing.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          disabled={dismissing.isPending}
          data-testid="review-dismiss"
        >
          <Trans>不成立</Trans>
        </button>
      </div>
    </form>
  );
}

/** Checked: it is so (with what to do, and when to look again), or it is not. */
export function RiskReview({ risk, onClose }: { risk: Risk; onClose: () => void }) {
  const queries = useQueryClient();
  const done = () => {
    queries.invalidateQueries({ queryKey: ["risk"] });
    queries.invalidateQueries({ queryKey: ["case"] });
    onClose();
  };
  return (
    <Dialog
      title={t`复核：${riskWord(risk.category)}`}
      isOpen
      onClose={onClose}
      testId="risk-review-dialog"
    >
      <p className="rk-who">
        {[risk.name, risk.phone, risk.address].filter(Boolean).join(" · ")}{" "}
        <span className="sd-muted">{risk.station_name}</span>
      </p>
      <Confirm risk={risk} onDone={done} />
      {risk.status !== "dismissed" && <Dismiss risk={risk} onDone={done} />}
    </Dialog>
  );
}
