const KILOS = /^\d{1,4}(\.\d{1,3})?$/;

/** Grams from what a person typed in kilograms; null when it is no weight to the gram. */
export function parseKilos(text: string): number | null {
  const plain = text.trim().replace(/\s*(kg|公斤|千克)$/i, "");
  if (!KILOS.test(plain)) return null;
  const [whole = "0", rest = ""] = plain.split(".");
  const grams = Number(whole) * 1000 + Number(rest.padEnd(3, "0"));
  return grams > 0 ? grams : null;
}

/** `1500` → `1.5` */
export function kilosOf(grams: number): string {
  return String(grams / 1000);
}
