import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { LinkProps } from "@tanstack/react-router";

/** A page of the firm: where it is, what it is called, who may open it. */
export interface Page {
  id: string;
  to: LinkProps["to"];
  label: MessageDescriptor;
  /** Shown to whoever holds this permission; everybody when left out. */
  permission?: string;
  /** In the bar itself, else behind 更多. */
  isLeading?: boolean;
}

/** In the order in which they are shown. */
export const PAGES: Page[] = [
  {
    id: "wallboard",
    to: "/wallboard",
    label: msg`看板`,
    permission: "cases_supervise",
    isLeading: true,
  },
  { id: "desk", to: "/desk/{-$caseId}", label: msg`工作台`, isLeading: true },
  { id: "gaps", to: "/gaps", label: msg`数据差异`, isLeading: true },
  {
    id: "fines",
    to: "/fines/{-$fineId}",
    label: msg`定责`,
    permission: "fines_read",
    isLeading: true,
  },
  {
    id: "disputes",
    to: "/disputes/{-$disputeId}",
    label: msg`异议`,
    permission: "disputes_decide",
  },
  { id: "own-fines", to: "/my-fines/{-$fineId}", label: msg`我的定责`, permission: "fines_own" },
  { id: "months", to: "/months/{-$period}/{-$tab}", label: msg`月结`, permission: "months_close" },
  {
    id: "statements",
    to: "/statements/{-$statementId}",
    label: msg`对账单`,
    permission: "statements_read",
  },
  { id: "ledger", to: "/ledger", label: msg`账本`, permission: "ledger_read" },
  { id: "deductions", to: "/deductions", label: msg`扣款通知`, permission: "fines_own" },
  { id: "quality", to: "/quality", label: msg`往来质量`, permission: "reports_read" },
  {
    id: "precedents",
    to: "/precedents",
    label: msg`案例档案`,
    permission: "policies_read",
    isLeading: true,
  },
  { id: "macros", to: "/macros", label: msg`话术`, permission: "cases_work" },
  {
    id: "policies",
    to: "/policies/{-$tab}",
    label: msg`制度`,
    permission: "policies_read",
    isLeading: true,
  },
  { id: "imports", to: "/imports/{-$batchId}", label: msg`导入`, permission: "imports_read" },
  {
    id: "reconciliations",
    to: "/reconciliations/{-$reconciliationId}",
    label: msg`未结对账`,
    permission: "cases_supervise",
  },
  { id: "rules", to: "/rules", label: msg`分摊规则`, permission: "fines_decide" },
  {
    id: "fine-accuracy",
    to: "/fine-accuracy",
    label: msg`建议准确率`,
    permission: "fines_decide",
  },
  { id: "losses", to: "/losses/{-$tab}", label: msg`返款与损失`, permission: "losses_enter" },
  {
    id: "contracts",
    to: "/contracts/{-$stationId}",
    label: msg`网点合同`,
    permission: "ledger_read",
  },
  { id: "retention", to: "/retention", label: msg`证据留存`, permission: "cases_supervise" },
  {
    id: "customers",
    to: "/customers/{-$tab}",
    label: msg`客户与承诺`,
    permission: "customers_read",
  },
  { id: "risk", to: "/risk", label: msg`风险档案`, permission: "risk_read" },
  { id: "workforce", to: "/workforce/{-$tab}", label: msg`班次`, permission: "cases_work" },
  {
    id: "people",
    to: "/people/{-$tab}",
    label: msg`网点与分配`,
    permission: "assignments_manage",
  },
  { id: "notices", to: "/notices/{-$tab}", label: msg`通知` },
];
