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
  { id: "imports", to: "/imports/{-$batchId}", label: msg`导入`, permission: "imports_read" },
  {
    id: "people",
    to: "/people/{-$tab}",
    label: msg`网点与分配`,
    permission: "assignments_manage",
  },
];
