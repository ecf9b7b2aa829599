import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

type Words = Record<string, MessageDescriptor>;

const say = (words: Words, code: string) => {
  const word = words[code];
  return word ? i18n._(word) : code;
};

const monthStates: Words = {
  open: msg`未结`,
  waiting: msg`排队结账`,
  posting: msg`正在入账`,
  sealing: msg`正在封存`,
  stating: msg`正在出对账单`,
  done: msg`已结`,
  refused: msg`没有结成`,
};
export const monthStateWord = (code: string) => say(monthStates, code);

const levels: Words = {
  blocker: msg`先办`,
  warning: msg`注意`,
  ok: msg`通过`,
};
export const levelWord = (code: string) => say(levels, code);

const shareStates: Words = {
  noticed: msg`已通知`,
  told: msg`通知未送达`,
  untold: msg`未通知`,
  frozen: msg`有异议，冻结`,
  paid_back: msg`退回`,
  deducted: msg`已扣`,
  over_cap: msg`超上限，公司承担`,
  not_noticed: msg`未通知，公司承担`,
};
export const shareStateWord = (code: string) => say(shareStates, code);

const settlementStates: Words = {
  open: msg`待结算`,
  paid: msg`已结算`,
  carried: msg`并入下月`,
  nothing: msg`无`,
};
export const settlementStateWord = (code: string) => say(settlementStates, code);

const figures: Words = {
  deducted_fen: msg`从工资扣`,
  over_cap_fen: msg`超上限由公司承担`,
  not_noticed_fen: msg`未通知由公司承担`,
  paid_back_fen: msg`退回坐席`,
  fees_fen: msg`服务费（不含税）`,
  vat_fen: msg`税额`,
  payable_fen: msg`应付网点`,
  receivable_fen: msg`网点应付`,
};
export const FIGURES = Object.keys(figures);
export const figureWord = (code: string) => say(figures, code);

export const isUnderWay = (state: string) =>
  ["waiting", "posting", "sealing", "stating"].includes(state);
