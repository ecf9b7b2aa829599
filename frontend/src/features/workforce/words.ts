import type { MessageDescriptor } from "@lingui/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** The workforce's words for the codes of the API; an unknown code is shown as it is. */
type Words = Record<string, MessageDescriptor>;

function say(words: Words, code: string): string {
  const word = words[code];
  return word ? i18n._(word) : code;
}

const leaves: Words = {
  annual: msg`年假`,
  personal: msg`事假`,
  sick: msg`病假`,
  other: msg`其他假`,
};
export const LEAVE_KINDS = ["annual", "personal", "sick", "other"];
export const leaveWord = (code: string) => say(leaves, code);

const states: Words = {
  requested: msg`待交接`,
  accepted: msg`已交接，待批`,
  declined: msg`代班人不接`,
  approved: msg`已批准`,
  refused: msg`未批准`,
  withdrawn: msg`已撤回`,
};
export const stateWord = (code: string) => say(states, code);

const lacks: Words = {
  handover: msg`代班人还没接收交接`,
  notice: msg`提前天数不够`,
};
export const lackWord = (code: string) => say(lacks, code);

const handovers: Words = {
  offered: msg`待接收`,
  accepted: msg`已接收`,
  declined: msg`未接收`,
  released: msg`已放回队列`,
};
export const handoverWord = (code: string) => say(handovers, code);

const weekdays: MessageDescriptor[] = [
  msg`周一`,
  msg`周二`,
  msg`周三`,
  msg`周四`,
  msg`周五`,
  msg`周六`,
  msg`周日`,
];
/** 1 is Monday. */
export const weekdayWord = (day: number) => i18n._(weekdays[day - 1] as MessageDescriptor);
