import { get } from "./client";

export const FIGURES = [
  "goods_value_fen",
  "freight_fen",
  "daily_fine_fen",
  "expected_days",
  "price_tag_fen",
  "loss_percent",
] as const;
export type Figure = (typeof FIGURES)[number];
export type Figures = Record<Figure, number>;

/** Both sides of “reissue or wait”, to the fen. */
export interface Comparison {
  figures: Figures;
  wait_fines_fen: number;
  wait_claim_fen: number;
  wait_total_fen: number;
  reissue_goods_fen: number;
  reissue_freight_fen: number;
  reissue_total_fen: number;
  if_lost_wait_fen: number;
  if_lost_reissue_fen: number;
  recommendation: "reissue" | "wait";
  saving_fen: number;
  /** From that day on reissuing is cheaper; null: waiting never costs more. */
  break_even_days: number | null;
}

export interface ComparisonAnswer {
  comparison: Comparison;
  /** Figures that the policy assumed because nobody said better. */
  assumed: Figure[];
  policy_code: string;
  policy_version: number;
}

export const compareReissue = (station: string, given: Partial<Figures>) =>
  get<ComparisonAnswer>("/reissue/comparison", { station, ...given });
