import { t } from "@lingui/core/macro";

/** What a file held. */
export function importKindWord(kind: string): string {
  if (kind === "bill") return t`总部账单`;
  if (kind === "scans") return t`扫描记录`;
  if (kind === "cases") return t`工作项清单`;
  if (kind === "open_list") return t`总部未结清单`;
  return kind;
}
