import { localised } from "@/shared/i18n/locale";

/** `…，¥10.00` at the end of a sentence: the amount has its own column beside it. */
const CLOSING_AMOUNT = /[，,]\s*[−-]?¥[\d,]+\.\d\d$/;

/** One step of a split in the reader's language. */
export function stepText(step: { text_zh: string; text_en: string }): string {
  return localised(step.text_zh, step.text_en).replace(CLOSING_AMOUNT, "");
}
