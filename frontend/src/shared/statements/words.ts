import type { MessageDescriptor } from "@lingui/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { StatementLine } from "@/api/statements";

const kinds: Record<string, MessageDescriptor> = {
  fine_intake: msg`总部扣款`,
  fine_attribution: msg`定责分摊`,
  loss: msg`无账单损失`,
  award: msg`仲裁返款`,
  wage_cap_overflow: msg`超扣款上限转公司`,
  deduction_not_noticed: msg`未书面告知转公司`,
  payroll: msg`工资代扣`,
  service_fee: msg`客服服务费`,
  settlement: msg`结算付款`,
};
const answers: Record<string, MessageDescriptor> = {
  unseen: msg`未看`,
  seen: msg`已看`,
  disputed: msg`有异议`,
  accepted: msg`已认可`,
  replied: msg`公司答复`,
};
const say = (words: Record<string, MessageDescriptor>, code: string) => {
  const word = words[code];
  return word ? i18n._(word) : code;
};

/** A kind of movement; one that nobody has named is shown as it is. */
export const movementWord = (kind: string) => say(kinds, kind);
export const answerWord = (answer: string) => say(answers, answer);

/** What a line is about, in few words. */
export function lineTitle(line: StatementLine): string {
  if (!line.fine) return movementWord(line.kind);
  return line.fine.name || line.fine.code || movementWord(line.kind);
}

/** What the party bears of the fine by its decision. */
export const shareOf = (line: StatementLine, party: string) =>
  (line.why?.shares ?? [])
    .filter((share) => share.party === party)
    .reduce((sum, share) => sum + share.amount_fen, 0);
