import type { MessageDescriptor } from "@lingui/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** Whether somebody is on shift, and what a station lacks; an unknown code is shown as it is. */
type Words = Record<string, MessageDescriptor>;

function say(words: Words, code: string): string {
  const word = words[code];
  return word ? i18n._(word) : code;
}

const duties: Words = {
  on: msg`在班`,
  off: msg`下班`,
  absent: msg`休假`,
  unplanned: msg`未排班`,
};
export const dutyWord = (code: string) => say(duties, code);

const alarms: Words = {
  nobody: msg`无人在班`,
  no_primary: msg`无主岗在班`,
  no_backup: msg`无备岗在班`,
};
export const alarmWord = (code: string) => say(alarms, code);

const against: Words = {
  off: msg`不在班`,
  absent: msg`休假`,
  at_capacity: msg`已满`,
  unskilled: msg`不做这类`,
};
export const againstWord = (code: string) => say(against, code);
