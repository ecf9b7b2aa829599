import { t } from "@lingui/core/macro";
import type { Cause } from "@/api/causes";
import type { Dispute, Verdict } from "@/api/disputes";
import { formatYuan, parseYuan } from "@/shared/money/money";

/** What stands in the form of a decision on a dispute. */
export interface Draft {
  outcome: Verdict["outcome"];
  cause: Cause | "";
  agent: string;
  share: string;
  reason: string;
}

export interface Read {
  /** Ready to be sent; null while something is missing. */
  verdict: Verdict | null;
  /** What the party bears then; null where only the new cause's split says. */
  borneFen: number | null;
  error: string;
}

type Disputed = Pick<Dispute, "share_fen" | "asked_fen">;

/** The form as the backend takes it, with what it would do to the party's share. */
export function readDraft(draft: Draft, dispute: Disputed): Read {
  const reason = draft.reason.trim();
  const { outcome } = draft;
  if (outcome === "upheld") {
    return { verdict: reason ? { outcome, reason } : null, borneFen: dispute.share_fen, error: "" };
  }
  if (draft.cause) {
    const isReady = reason !== "" && (draft.cause !== "agent_negligence" || draft.agent !== "");
    const verdict: Verdict = { outcome, reason, cause: draft.cause };
    if (draft.agent && draft.cause === "agent_negligence") verdict.agent = draft.agent;
    return { verdict: isReady ? verdict : null, borneFen: null, error: "" };
  }
  const least = dispute.share_fen - dispute.asked_fen;
  if (outcome === "accepted") {
    return { verdict: reason ? { outcome, reason } : null, borneFen: least, error: "" };
  }
  if (!draft.share.trim()) return { verdict: null, borneFen: null, error: "" };
  const shareFen = parseYuan(draft.share);
  if (shareFen === null || shareFen <= least || shareFen >= dispute.share_fen) {
    const low = formatYuan(least);
    const high = formatYuan(dispute.share_fen);
    return { verdict: null, borneFen: null, error: t`要在 ${low} 和 ${high} 之间` };
  }
  const verdict: Verdict = { outcome, reason, share_fen: shareFen };
  return { verdict: reason ? verdict : null, borneFen: shareFen, error: "" };
}
