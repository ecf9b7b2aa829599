const WAYBILL = /^[A-Z]{0,4}\d{9,20}$/;

/** Waybills in a pasted text, once each, in order; carriers' formats overlap, so it is generous. */
export function waybillsIn(text: string): string[] {
  const words = text.toUpperCase().split(/[\s,;，；、|]+/);
  return [...new Set(words.filter((word) => WAYBILL.test(word)))];
}
