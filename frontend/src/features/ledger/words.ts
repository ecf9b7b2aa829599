import { t } from "@lingui/core/macro";
import type { AnomalyKind } from "@/api/ledger";

export function groupWord(group: string): string {
  return (
    {
      unattributed: t`待定责`,
      station: t`网点往来`,
      agent: t`坐席往来`,
      firm: t`公司损益`,
      counterparty: t`对方往来`,
      cash: t`现金结算`,
      payroll: t`工资结算`,
      vat_payable: t`应交增值税`,
    }[group] ?? group
  );
}

/** The name of an account without its group; the firm's own have names of their own. */
export function accountWord(account: string, label: string): string {
  return (
    {
      "firm/penalty_cost": t`公司承担的罚款`,
      "firm/service_revenue": t`客服费收入`,
      cash: t`现金结算`,
      payroll: t`工资结算`,
      vat_payable: t`应交增值税`,
    }[account] ??
    (label || account)
  );
}

export function kindWord(kind: string): string {
  return (
    {
      fine_intake: t`入账`,
      fine_attribution: t`定责`,
      attribution: t`定责`,
      reversal: t`冲销`,
      award: t`返款`,
      service_fee: t`客服费`,
      settlement: t`结算`,
      payroll: t`工资扣款`,
      counterparty_receipt: t`对方付款`,
      wage_cap_overflow: t`超扣款上限转公司`,
      deduction_not_noticed: t`未通知转公司`,
    }[kind] ?? kind
  );
}

export function anomalyWord(kind: AnomalyKind): string {
  return {
    trial_balance: t`试算不平`,
    guard: t`账本防线被改动`,
    unattributed_old: t`久未定责`,
    agents_in_debit: t`坐席长期欠款`,
    stations_owing: t`网点倒欠公司`,
    awards_waiting: t`返款未分配`,
    unsealed: t`久未封存`,
  }[kind];
}

/** What it means, and what helps. */
export function anomalyHelp(kind: AnomalyKind, days: number | null): string {
  return {
    trial_balance: t`所有科目加起来应为零。先核对账本，再找技术人员。`,
    guard: t`数据库里保护账本的触发器或权限被动过，核对账本会指出是哪一处。`,
    unattributed_old: t`入账超过 ${days ?? 0} 天还没有定责，申诉期多半已过。`,
    agents_in_debit: t`最近两个已关账的月末都欠款：工资没有扣到，请核对工资结算。`,
    stations_owing: t`公司已多付，或申诉成功后尚未结清：下次结算时抵扣。`,
    awards_waiting: t`到账超过 ${days ?? 0} 天还没有分给承担损失的人。`,
    unsealed: t`后台每分钟封存一次；超过一小时没有封存，请检查后台任务是否在运行。`,
  }[kind];
}
