import { get } from "./client";
import type { Direction } from "./stations";

/** One of a carrier's own type codes for problem parcels. */
export interface ProblemType {
  code: string;
  label_zh: string;
  label_en: string;
  directions: Direction[];
  checklist: { code: string; label_zh: string; label_en: string; is_required: boolean }[];
}

export interface ProblemTypeList {
  items: ProblemType[];
  policy_code: string;
  policy_version: number;
  policy_title: string;
}

/** The types of a carrier as they hold now. */
export const listProblemTypes = (carrier: string) =>
  get<ProblemTypeList>("/problem-types", { carrier });
