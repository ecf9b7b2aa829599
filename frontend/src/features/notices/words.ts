import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

type Words = Record<string, MessageDescriptor>;

const say = (words: Words, code: string) => {
  const word = words[code];
  return word ? i18n._(word) : code;
};

const channels: Words = {
  in_app: msg`站内`,
  wecom: msg`企业微信`,
  dingtalk: msg`钉钉`,
  feishu: msg`飞书`,
  email: msg`邮件`,
  paste: msg`待粘贴到群`,
};
export const channelWord = (code: string) => say(channels, code);

const audiences: Words = {
  courier: msg`业务员`,
  station: msg`网点`,
  agent: msg`坐席`,
  supervisor: msg`组长`,
  manager: msg`经理`,
};
export const audienceWord = (code: string) => say(audiences, code);

const noticeStates: Words = {
  queued: msg`待发`,
  sent: msg`已发`,
  failed: msg`未发出`,
  held: msg`等可提醒时段`,
  read: msg`已读`,
};
export const noticeStateWord = (code: string) => say(noticeStates, code);

const linkStates: Words = {
  open: msg`等答复`,
  answered: msg`已答复`,
  revoked: msg`已作废`,
  expired: msg`已过期`,
};
export const linkStateWord = (code: string) => say(linkStates, code);
