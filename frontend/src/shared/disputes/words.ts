import { t } from "@lingui/core/macro";
import type { Dispute, DisputeState } from "@/api/disputes";
import { formatYuan } from "@/shared/money/money";

/** How a dispute stands, in its readers' words. */
export function disputeWord(state: DisputeState, isOverdue = false): string {
  switch (state) {
    case "open":
      return isOverdue ? t`逾期未裁定` : t`等裁定`;
    case "upheld":
      return t`维持原定责`;
    case "accepted":
      return t`异议成立`;
    case "partly":
      return t`异议部分成立`;
    case "withdrawn":
      return t`已撤回`;
    case "overtaken":
      return t`原定责已撤回`;
  }
}

/** What it comes to: what was borne, what is disputed, what is borne now. */
export function disputeSum(dispute: Dispute): string {
  const share = formatYuan(dispute.share_fen);
  const asked = formatYuan(dispute.asked_fen);
  const borne = formatYuan(dispute.borne_fen ?? 0);
  return dispute.borne_fen === null
    ? t`承担 ${share}，异议 ${asked}`
    : t`原承担 ${share}，异议 ${asked}，现承担 ${borne}`;
}
