import type { MessageDescriptor } from "@lingui/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";

type Words = Record<string, MessageDescriptor>;

function say(words: Words, code: string): string {
  const word = words[code];
  return word ? i18n._(word) : code;
}

const roles: Words = {
  recipient: msg`收件人`,
  sender: msg`寄件人`,
  caller: msg`来电人`,
  other: msg`其他人`,
  details: msg`案情所记`,
};
export const contactWord = (code: string) => say(roles, code);

const tiers: Words = { normal: msg`普通`, vip: msg`重要`, watch: msg`重点关注` };
export const tierWord = (code: string) => say(tiers, code);

const customerRoles: Words = { shipper: msg`寄方`, recipient: msg`收方`, both: msg`收寄都有` };
export const customerRoleWord = (code: string) => say(customerRoles, code);

const statuses: Words = {
  open: msg`待兑现`,
  kept: msg`已兑现`,
  broken: msg`未兑现`,
  withdrawn: msg`已撤回`,
};
export const promiseWord = (code: string) => say(statuses, code);

const categories: Words = {
  signed_not_received: msg`签收未收到`,
  locker_overdue: msg`入柜超期`,
  no_call: msg`派前未电联`,
  timed_collection: msg`限时收件`,
  false_claims: msg`不实索赔`,
  refuses: msg`常拒收`,
  unreachable: msg`电话不通`,
  other: msg`其他情况`,
};
export const RISK_CATEGORIES = Object.keys(categories);
export const riskWord = (code: string) => say(categories, code);

const riskStatuses: Words = {
  proposed: msg`待确认`,
  active: msg`生效`,
  dismissed: msg`不成立`,
  expired: msg`复核过期`,
};
export const riskStatusWord = (code: string) => say(riskStatuses, code);

const kinds: Words = { place: msg`地点`, recipient: msg`收件人`, shipper: msg`寄件人` };
export const riskKindWord = (code: string) => say(kinds, code);

const matches: Words = {
  phone: msg`按电话`,
  name_address: msg`按姓名和地址`,
  address: msg`按地址`,
  customer: msg`按客户档案`,
};
export const matchWord = (code: string) => say(matches, code);

const subjects: Words = {
  case_contact: msg`工作项联系人`,
  customer: msg`客户档案`,
  risk_entry: msg`风险档案`,
};
export const subjectWord = (code: string) => say(subjects, code);
