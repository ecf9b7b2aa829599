/** Yuan from integer fen: `¥1,234.50`, true minus, always two decimals. */
export function formatYuan(amountFen: number, withSign = false): string {
  const sign = amountFen < 0 ? "−" : withSign && amountFen > 0 ? "+" : "";
  return `${sign}¥${formatPlain(Math.abs(amountFen))}`;
}

/** Two decimals without the sign of the currency: for tables of entries. */
export function formatPlain(amountFen: number): string {
  const whole = Math.trunc(Math.abs(amountFen) / 100);
  const rest = Math.abs(amountFen) % 100;
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amountFen < 0 ? "−" : ""}${grouped}.${String(rest).padStart(2, "0")}`;
}

const YUAN = /^-?\d{1,9}(\.\d{1,2})?$/;

/** Fen from what a person typed; null when it is no amount with at most two decimals. */
export function parseYuan(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[¥,\s]/g, "")
    .replace("−", "-");
  if (!YUAN.test(plain)) return null;
  const [whole = "0", rest = ""] = plain.replace("-", "").split(".");
  const fen = Number(whole) * 100 + Number(rest.padEnd(2, "0"));
  return plain.startsWith("-") ? -fen : fen;
}

/** At risk and from this on, an amount is written in 600. */
export const HEAVY_FEN = 10_000;
