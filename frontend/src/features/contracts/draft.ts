import type { Contract, ContractDraft, ServiceHours } from "@/api/contracts";
import type { Direction } from "@/api/stations";
import { formatPlain, parseYuan } from "@/shared/money/money";

/** A contract as it is typed: amounts in yuan, VAT in percent, windows as text. */
export interface Typed {
  from: string;
  to: string;
  kinds: string[];
  directions: Direction[];
  isAllDay: boolean;
  workday: string;
  restDay: string;
  monthFee: string;
  parcelFee: string;
  minimumFee: string;
  overtimeFee: string;
  vatPercent: string;
  isAdvancing: boolean;
  note: string;
}

const yuan = (fen: number) => (fen === 0 ? "" : formatPlain(fen));
const windows = (text: string) => text.split(/[\s,，、;；]+/).filter(Boolean);

/** A new version begins as the one before it. */
export function typedFrom(base: Contract | null, from: string): Typed {
  return {
    from,
    to: "",
    kinds: base?.kinds ?? [],
    directions: base?.directions ?? [],
    isAllDay: !base?.service_hours,
    workday: (base?.service_hours?.workday ?? ["08:30-18:00"]).join(" "),
    restDay: (base?.service_hours?.rest_day ?? []).join(" "),
    monthFee: yuan(base?.month_fee_fen ?? 0),
    parcelFee: yuan(base?.parcel_fee_fen ?? 0),
    minimumFee: yuan(base?.minimum_fee_fen ?? 0),
    overtimeFee: yuan(base?.overtime_fee_fen ?? 0),
    vatPercent: String((base?.vat_basis_points ?? 600) / 100),
    isAdvancing: base?.advances_counterparty ?? false,
    note: base?.note ?? "",
  };
}

/** The fees that are no amounts, by their field; the others can be sent. */
export function wrongFees(typed: Typed): (keyof Typed)[] {
  const fees = ["monthFee", "parcelFee", "minimumFee", "overtimeFee"] as const;
  return fees.filter((name) => typed[name].trim() !== "" && parseYuan(typed[name]) === null);
}

export function draftOf(typed: Typed): ContractDraft {
  const fen = (text: string) => parseYuan(text) ?? 0;
  const hours: ServiceHours = { workday: windows(typed.workday), rest_day: windows(typed.restDay) };
  return {
    valid_from: typed.from,
    valid_to: typed.to || null,
    kinds: typed.kinds,
    directions: typed.directions,
    service_hours: typed.isAllDay ? null : hours,
    month_fee_fen: fen(typed.monthFee),
    parcel_fee_fen: fen(typed.parcelFee),
    minimum_fee_fen: fen(typed.minimumFee),
    overtime_fee_fen: fen(typed.overtimeFee),
    vat_basis_points: Math.round(Number(typed.vatPercent) * 100) || 0,
    advances_counterparty: typed.isAdvancing,
    note: typed.note.trim(),
  };
}
