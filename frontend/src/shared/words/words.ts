import type { MessageDescriptor } from "@lingui/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** The trade's words for the codes of the API; an unknown code is shown as it is. */
type Words = Record<string, MessageDescriptor>;

function say(words: Words, code: string): string {
  const word = words[code];
  return word ? i18n._(word) : code;
}

const kinds: Words = {
  problem_parcel: msg`问题件`,
  message: msg`留言`,
  work_order: msg`工单`,
  arbitration: msg`仲裁`,
  complaint: msg`投诉`,
  penalty_appeal: msg`申诉`,
  reissue: msg`补单`,
  driver_help: msg`司机求助`,
  pickup_order: msg`接单`,
  interception: msg`拦截`,
  chase: msg`催件`,
  inquiry: msg`查询`,
};
export const kindWord = (code: string) => say(kinds, code);

const holders: Words = {
  queue: msg`排队`,
  agent: msg`坐席`,
  supervisor: msg`组长`,
  station: msg`网点`,
  courier: msg`业务员`,
  customer: msg`客户`,
  counterparty: msg`对方网点`,
  carrier: msg`总部`,
  intake: msg`接收`,
  me: msg`我`,
  others: msg`其他坐席`,
};
export const holderWord = (code: string) => say(holders, code);

const carriers: Words = {
  zto: msg`中通`,
  yto: msg`圆通`,
  sto: msg`申通`,
  yunda: msg`韵达`,
  jt: msg`极兔`,
  jtexpress: msg`极兔`,
  sf: msg`顺丰`,
  jd: msg`京东`,
  ems: msg`邮政`,
  best: msg`百世`,
  deppon: msg`德邦`,
  zto_freight: msg`中通快运`,
  other: msg`其他`,
};
export const carrierWord = (code: string) => say(carriers, code.toLowerCase());

/** `example.zto.work_order` → `中通工单（示例）`; another firm's own code stays as it is. */
export function policyWord(policy: { code: string; version: number | string }): string {
  const [family = "", carrier = "", kind = ""] = policy.code.split(".");
  const isExample = family === "example" && kind in kinds;
  const name = isExample
    ? i18n._(msg`${carrierWord(carrier)}${kindWord(kind)}（示例）`)
    : policy.code;
  return `${name} v${policy.version}`;
}

const directions: Words = { inbound: msg`进港`, outbound: msg`出港`, both: msg`进出港` };
export const directionWord = (code: string) => say(directions, code);

const milestones: Words = {
  sent_to_station: msg`发件`,
  arrived: msg`到件`,
  dispatched: msg`派件`,
  delivery_failed: msg`派件失败`,
  in_locker: msg`入柜`,
  locker_taken_back: msg`取出`,
  signed: msg`签收`,
  signature_revoked: msg`撤销签收`,
  problem_registered: msg`登记问题件`,
  returned: msg`退回`,
  forwarded: msg`转出`,
  collected: msg`揽收`,
  weighed: msg`称重`,
  departed: msg`离站`,
  accepted_by_hub: msg`中转收入`,
};
export const milestoneWord = (code: string) => say(milestones, code);

const gaps: Words = {
  sent_not_arrived: msg`有发未到`,
  arrived_not_dispatched: msg`有到未派`,
  dispatched_not_signed: msg`有派未签`,
  failed_not_handled: msg`派件失败未处理`,
  in_locker_not_collected: msg`在柜未取`,
  returned_not_departed: msg`退回未发出`,
  forwarded_not_departed: msg`转出未发出`,
  collected_not_weighed: msg`有揽未称`,
  weighed_not_departed: msg`有称未发`,
  departed_not_accepted: msg`有发未收`,
};
export const gapWord = (code: string) => say(gaps, code);

const anomalies: Words = {
  missing_scan: msg`漏扫描`,
  impossible_order: msg`顺序不可能`,
  failure_after_dispatch: msg`派后几秒失败，可疑`,
  quick_failure: msg`派后几秒失败，可疑`,
};
export const anomalyWord = (code: string) => say(anomalies, code);

const causes: Words = {
  agent_negligence: msg`坐席疏忽`,
  firm_process: msg`公司流程`,
  station_operation: msg`网点操作`,
  counterparty: msg`对方网点`,
  customer: msg`客户原因`,
  carrier_error: msg`总部差错`,
  force_majeure: msg`不可抗力`,
};
export const causeWord = (code: string) => say(causes, code);

const roles: Words = {
  firm_owner: msg`公司负责人`,
  manager: msg`经理`,
  supervisor: msg`组长`,
  agent: msg`坐席`,
  quality: msg`质检`,
  finance: msg`财务`,
  station_owner: msg`网点老板`,
  operator: msg`平台运营`,
  service: msg`系统`,
};
export const roleWord = (code: string) => say(roles, code);

const parties: Words = {
  agent: msg`坐席`,
  firm: msg`公司`,
  station: msg`网点`,
  counterparty: msg`对方网点`,
  unattributed: msg`待定责`,
  penalty_cost: msg`罚款成本`,
};
export const partyWord = (code: string) => say(parties, code);

/** `agent/陈小雨` → `坐席 / 陈小雨`: an account as the ledger's readers say it. */
export function accountWord(account: string, name?: string | null): string {
  const [side = "", ...rest] = account.split("/");
  const tail = name || rest.map(partyWord).join(" / ");
  return tail ? `${partyWord(side)} / ${tail}` : partyWord(side);
}

const statuses: Words = {
  queued: msg`排队中`,
  draft: msg`待对列`,
  waiting: msg`排队中`,
  running: msg`读取中`,
  done: msg`完成`,
  failed: msg`未读入`,
  undecided: msg`待定责`,
  attributed: msg`已定责`,
  reversed: msg`已冲回`,
};
export const statusWord = (code: string) => say(statuses, code);
