import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CAUSES, type Cause } from "@/api/causes";
import { type Dispute, decideDispute, type Verdict } from "@/api/disputes";
import type { Fine } from "@/api/fines";
import { formatYuan } from "@/shared/money/money";
import { Keycap } from "@/shared/ui/Icon";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { causeWord, partyWord } from "@/shared/words/words";
import { useAgents } from "./Decide";
import { type Draft, readDraft } from "./verdict";

const OUTCOMES: Verdict["outcome"][] = ["upheld", "partly", "accepted"];

function outcomeWord(outcome: Verdict["outcome"]): string {
  if (outcome === "upheld") return t`维持`;
  return outcome === "partly" ? t`部分接受` : t`全部接受`;
}

type Change = (part: Partial<Draft>) => void;

interface HowProps {
  draft: Draft;
  dispute: Dispute;
  fine: Fine;
  onChange: Change;
}

/** Under which cause; without another one the money moves to the firm. */
function CauseField({ draft, dispute, fine, onChange }: HowProps) {
  const agents = useAgents(fine, draft.cause === "agent_negligence");
  const isPartly = draft.outcome === "partly";
  return (
    <>
      <div className="sd-field">
        <label htmlFor="verdict-cause">{t`原因`}</label>
        <select
          id="verdict-cause"
          className="sd-select"
          value={draft.cause}
          onChange={(event) => onChange({ cause: event.target.value as Cause | "" })}
          data-testid="verdict-cause"
        >
          <option value="">
            {isPartly ? t`原因不变，改承担金额` : t`原因不变，异议金额由公司承担`}
          </option>
          {CAUSES.filter((each) => each !== dispute.fine.cause || each === "agent_negligence").map(
            (each) => (
              <option key={each} value={each}>
                {t`改定为`} {causeWord(each)}
              </option>
            ),
          )}
        </select>
      </div>
      {draft.cause === "agent_negligence" && (
        <div className="sd-field">
          <label htmlFor="verdict-agent">{t`坐席`}</label>
          <select
            id="verdict-agent"
            className="sd-select"
            value={draft.agent}
            onChange={(event) => onChange({ agent: event.target.value })}
            data-testid="verdict-agent"
          >
            <option value="">{t`请选择`}</option>
            {agents.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}

function Effect({ draft, dispute }: { draft: Draft; dispute: Dispute }) {
  const { borneFen, error } = readDraft(draft, dispute);
  if (error) return <p className="sd-field-error">{error}</p>;
  if (draft.outcome === "upheld" || borneFen === null) return null;
  const party = partyWord(dispute.party);
  const before = formatYuan(dispute.share_fen);
  const after = formatYuan(borneFen);
  const moved = formatYuan(dispute.share_fen - borneFen);
  return (
    <p className="sd-muted" data-testid="verdict-effect">
      <Trans>
        {party}承担 {before} → {after}，{moved} 改由公司承担；原分录冲回，按新的分摊重记。
      </Trans>
    </p>
  );
}

/** Decide a dispute: it stands, in part, or wholly; always with reasons. */
export function DisputeVerdict({ dispute, fine }: { dispute: Dispute; fine: Fine }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>({
    outcome: "upheld",
    cause: "",
    agent: "",
    share: "",
    reason: "",
  });
  const change: Change = (part) => setDraft((before) => ({ ...before, ...part }));
  const { verdict } = readDraft(draft, dispute);
  const deciding = useMutation({
    mutationFn: (ready: Verdict) => decideDispute(dispute.id, ready),
    onSuccess: () => notify(t`异议已裁定`),
    onSettled: () => {
      for (const key of ["disputes", "fines", "fine"])
        queries.invalidateQueries({ queryKey: [key] });
    },
  });
  return (
    <form
      className="fi-decide"
      onSubmit={(event) => {
        event.preventDefault();
        if (verdict) deciding.mutate(verdict);
      }}
    >
      <fieldset className="fi-outcomes">
        <legend className="sd-label">
          <Trans>裁定</Trans>
        </legend>
        {OUTCOMES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="outcome"
              value={each}
              checked={draft.outcome === each}
              onChange={() => change({ outcome: each, cause: "", agent: "", share: "" })}
              data-testid={`verdict-${each}`}
            />
            {outcomeWord(each)}
          </label>
        ))}
      </fieldset>
      {draft.outcome !== "upheld" && (
        <CauseField draft={draft} dispute={dispute} fine={fine} onChange={change} />
      )}
      {draft.outcome === "partly" && !draft.cause && (
        <div className="sd-field">
          <label htmlFor="verdict-share">{t`还承担（元）`}</label>
          <input
            id="verdict-share"
            className="sd-input"
            inputMode="decimal"
            value={draft.share}
            onChange={(event) => change({ share: event.target.value })}
            data-testid="verdict-share"
          />
        </div>
      )}
      <Effect draft={draft} dispute={dispute} />
      <div className="sd-field">
        <label htmlFor="verdict-reason">{t`裁定理由（对方会看到）`}</label>
        <textarea
          id="verdict-reason"
          className="sd-area"
          rows={2}
          maxLength={4000}
          value={draft.reason}
          onChange={(event) => change({ reason: event.target.value })}
          data-testid="verdict-reason"
        />
      </div>
      {deciding.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(deciding.error)}
        </p>
      )}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn fi-approve"
          data-variant="primary"
          disabled={!verdict || deciding.isPending}
          data-testid="verdict-save"
        >
          <Trans>裁定</Trans>
          <Keycap>a</Keycap>
        </button>
      </div>
    </form>
  );
}
