import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Cause } from "@/api/causes";
import { attributeFine, type Fine } from "@/api/fines";
import { listMembers } from "@/api/stations";
import { Keycap } from "@/shared/ui/Icon";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { causeWord } from "@/shared/words/words";

interface DecideProps {
  fine: Fine;
  cause: Cause;
  isChanging: boolean;
  onChange: () => void;
  onDecided: () => void;
}

/** Who may be named: whoever held the case first, then the firm's other agents. */
export function useAgents(fine: Fine, isNeeded: boolean) {
  const members = useQuery({ queryKey: ["members"], queryFn: listMembers, enabled: isNeeded });
  const held = new Map<string, string>();
  for (const span of fine.custody) {
    if (span.holder.kind === "agent" && span.holder.member_id)
      held.set(span.holder.member_id, span.holder.name ?? "");
  }
  for (const member of members.data?.items ?? []) {
    if (member.role === "agent" && !held.has(member.id)) held.set(member.id, member.name);
  }
  return [...held];
}

function useDecision({ fine, cause, onDecided }: DecideProps, agent: string, note: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      attributeFine(
        fine.id,
        cause,
        cause === "agent_negligence" ? agent || null : null,
        note.trim(),
      ),
    onSuccess: ({ approval }) => {
      const name = fine.name;
      const word = causeWord(cause);
      const isWaiting = approval?.state === "waiting";
      notify(isWaiting ? t`${name}：超过您的权限，等复核` : t`${name}：已定为${word}`);
      // Move on first: the list closes up behind the decision.
      onDecided();
      queries.invalidateQueries({ queryKey: ["fines"] });
      queries.invalidateQueries({ queryKey: ["fine", fine.id] });
    },
  });
}

/** Approve the proposal or decide otherwise; a changed cause asks for the reason. */
export function Decide(props: DecideProps) {
  const { fine, cause, isChanging, onChange } = props;
  const isProposed = cause === fine.proposal?.cause;
  const [agent, setAgent] = useState(fine.proposal?.agent?.member_id ?? "");
  const [note, setNote] = useState(isProposed ? t`按建议通过` : "");
  const isAgentNeeded = cause === "agent_negligence";
  const agents = useAgents(fine, isAgentNeeded);
  const decision = useDecision(props, agent, note);
  const isReady = note.trim() !== "" && (!isAgentNeeded || agent !== "");
  return (
    <form
      className="fi-decide"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) decision.mutate();
      }}
    >
      {isAgentNeeded && (
        <div className="sd-field">
          <label htmlFor="fine-agent">{t`坐席`}</label>
          <select
            id="fine-agent"
            className="sd-select"
            value={agent}
            onChange={(event) => setAgent(event.target.value)}
            data-testid="fine-agent"
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
      <div className="sd-field">
        <label htmlFor="fine-note">{t`理由（承担的人会看到）`}</label>
        <input
          id="fine-note"
          className="sd-input"
          value={note}
          onChange={(event) => setNote(event.target.value)}
          placeholder={t`为什么这样定`}
          data-testid="fine-note"
        />
      </div>
      {decision.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(decision.error)}
        </p>
      )}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn fi-approve"
          data-variant="primary"
          disabled={!isReady || decision.isPending}
          data-testid="approve"
        >
          {isProposed && <Trans>通过</Trans>}
          {!isProposed && (fine.proposal ? <Trans>改判通过</Trans> : <Trans>定责</Trans>)}
          <Keycap>a</Keycap>
        </button>
        <button
          type="button"
          className="sd-btn"
          aria-expanded={isChanging}
          onClick={onChange}
          data-testid="change-cause"
        >
          <Trans>改判</Trans>
          <Keycap>d</Keycap>
        </button>
      </div>
    </form>
  );
}
