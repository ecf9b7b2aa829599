import type { MessageDescriptor } from "@lingui/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { AwardWait, LossKind, LossStatus } from "@/api/losses";

const waits: Record<AwardWait, MessageDescriptor> = {
  no_fine: msg`这个运单没有罚款`,
  other_kind: msg`罚款与仲裁不是同一类`,
  several: msg`同类罚款不止一笔`,
  perhaps_known: msg`返款与账单金额不同`,
  undecided: msg`罚款还没定责`,
};
export const waitWord = (code: AwardWait) => i18n._(waits[code]);

const grounds: Record<string, MessageDescriptor> = {
  delay: msg`延误`,
  loss: msg`遗失`,
  damage: msg`破损`,
  handling_error: msg`差错`,
};
export const groundWord = (code: string) => {
  const word = grounds[code];
  return word ? i18n._(word) : i18n._(msg`其他`);
};

const kinds: Record<LossKind, MessageDescriptor> = {
  window_missed: msg`仲裁逾期未报`,
  settlement: msg`私了赔付`,
  goods: msg`货物损失`,
};
export const lossWord = (kind: LossKind) => i18n._(kinds[kind]);

const statuses: Record<LossStatus, MessageDescriptor> = {
  suggested: msg`待登记`,
  entered: msg`待批准`,
  approved: msg`已批准`,
  refused: msg`已退回`,
  withdrawn: msg`已撤回`,
};
export const lossStatusWord = (status: LossStatus) => i18n._(statuses[status]);
