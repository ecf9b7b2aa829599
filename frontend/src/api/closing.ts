import { apiUrl, get, type Page, post, put, upload } from "./client";
import type { PeopleReport } from "./people";

export type MonthState =
  | "open"
  | "waiting"
  | "posting"
  | "sealing"
  | "stating"
  | "done"
  | "refused";

/** A month; `figures` are there once it is closed, in fen and counts. */
export interface Month {
  period: string;
  state: MonthState;
  closed_at: string | null;
  closed_by: string | null;
  requested_by: string | null;
  requested_at: string | null;
  finished_at: string | null;
  done: number;
  total: number;
  problem: string;
  figures: Record<string, number>;
}

export interface CheckLine {
  code: string;
  level: "blocker" | "warning" | "ok";
  count: number;
  amount_fen: number;
  samples: string[];
  title_zh: string;
  title_en: string;
  remedy_zh: string;
  remedy_en: string;
  link: string;
}

export interface Checklist {
  period: string;
  is_closed: boolean;
  items: CheckLine[];
}

export interface Wage {
  member_id: string;
  name: string;
  email: string;
  wage_fen: number;
  overtime_fen: number;
  allowances_fen: number;
  minimum_fen: number;
  days_worked: number | null;
  days_due: number | null;
  cap_fen: number;
  file_name: string;
  entered_at: string;
  entered_by_name: string;
}

export interface WagePage extends Page<Wage> {
  missing: string[];
}

export interface Payroll {
  name: string;
  account: string;
  wage_fen: number | null;
  overtime_fen: number | null;
  allowances_fen: number | null;
  minimum_fen: number | null;
  cap_fen: number;
  noticed_fen: number;
  not_noticed_fen: number;
  deducted_fen: number;
  over_cap_fen: number;
  frozen_fen: number;
  paid_back_fen: number;
  payroll_fen: number;
}

export interface Deduction {
  account: string;
  member_id: string | null;
  name: string;
  shares: number;
  noticed_fen: number;
  told_fen: number;
  untold_fen: number;
  frozen_fen: number;
  paid_back_fen: number;
  has_wage: boolean;
  has_left: boolean;
  deducted_fen: number | null;
  overflow_fen: number | null;
}

export interface Share {
  fine_id: string;
  station_name: string;
  waybill: string;
  fine_name: string;
  fine_fen: number;
  occurred_at: string;
  cause: string | null;
  pending_fen: number;
  noticed_fen: number;
  state: string;
  deducted_fen: number | null;
  overflow_fen: number | null;
  transaction_id: string | null;
}

export interface DeductionNotice {
  id: string;
  number: string;
  period: string;
  member_id: string;
  agent_name: string;
  amount_fen: number;
  lines: number;
  made_at: string;
  made_by_name: string;
  delivered_at: string | null;
  delivered_how: "opened" | "paper" | null;
  delivered_by_name: string | null;
  delivery_note: string | null;
  acknowledged_at: string | null;
}

export interface DeductionNoticeDetail extends DeductionNotice {
  fines: {
    fine_id: string;
    cause: string;
    amount_fen: number;
    fine_fen: number;
    station_name: string;
    waybill: string;
    fine_name: string;
    occurred_at: string;
    rule_name: string;
  }[];
}

export interface Fee {
  station_id: string;
  station_code: string;
  station_name: string;
  contract_id: string;
  held_from: string;
  held_to: string;
  days_of_month: number;
  parcels: number;
  month_fen: number;
  parcels_fen: number;
  minimum_fen: number;
  top_up_fen: number;
  overtime_minutes: number;
  overtime_fen: number;
  net_fen: number;
  vat_basis_points: number;
  vat_fen: number;
  gross_fen: number;
}

export interface FeePage extends Page<Fee> {
  is_charged: boolean;
  overtime: {
    station_id: string;
    station_code: string;
    station_name: string;
    minutes: number;
    note: string;
  }[];
  net_fen: number;
  vat_fen: number;
}

export interface Settlement {
  station_id: string;
  station_code: string;
  station_name: string;
  credit_fen: number;
  unattributed_fen: number;
  frozen_fen: number;
  paid_since_fen: number;
  fee_fen: number;
  payable_fen: number;
  state: "open" | "paid" | "carried" | "nothing";
  paid_on: string | null;
  reference: string | null;
  recorded_by_name: string | null;
}

const of = (month: string, rest = "") => `/months/${encodeURIComponent(month)}${rest}`;

export const listMonths = () => get<{ items: Month[] }>("/months");
export const readMonth = (month: string) => get<Month>(of(month));
export const readChecklist = (month: string) => get<Checklist>(of(month, "/checklist"));
export const acceptOpenFines = (month: string, note: string) =>
  post<{ accepted: number }>(of(month, "/open-fines"), { note });
export const closeMonth = (month: string, confirm: string) =>
  post<Month>(of(month, "/close"), { confirm });

export const listWages = (month: string, cursor: string | null) =>
  get<WagePage>(of(month, "/wages"), { cursor });
export const importWages = (month: string, file: File) => {
  const form = new FormData();
  form.append("file", file, file.name);
  return upload<PeopleReport>(of(month, "/wages/import"), form);
};
export const listPayroll = (month: string, cursor: string | null) =>
  get<Page<Payroll>>(of(month, "/payroll"), { cursor });
export const payrollFile = (month: string) => apiUrl(of(month, "/payroll.xlsx"));

export const listDeductions = (month: string, cursor: string | null) =>
  get<Page<Deduction>>(of(month, "/deductions"), { cursor });
export const listShares = (month: string, account: string, cursor: string | null) =>
  get<Page<Share>>(of(month, "/deductions/shares"), { account, cursor });
export const listDeductionNotices = (month: string, cursor: string | null) =>
  get<Page<DeductionNotice>>(of(month, "/deduction-notices"), { cursor });
export const makeDeductionNotices = (month: string) =>
  post<{ notices: number; shares: number }>(of(month, "/deduction-notices"), {});
export const deliverNotice = (id: string, deliveredOn: string, note: string) =>
  post<DeductionNoticeDetail>(`/deduction-notices/${id}/delivery`, {
    delivered_on: deliveredOn,
    note,
  });
export const listOwnNotices = (cursor: string | null) =>
  get<Page<DeductionNotice>>("/deduction-notices", { cursor });
export const receiveNotice = (id: string, acknowledged: boolean) =>
  post<DeductionNoticeDetail>(`/deduction-notices/${id}/receipt`, { acknowledged });

export const listFees = (month: string, cursor: string | null) =>
  get<FeePage>(of(month, "/fees"), { cursor });
export const feesFile = (month: string) => apiUrl(of(month, "/fees.xlsx"));
export const setOvertime = (month: string, stationId: string, minutes: number, note: string) =>
  put<unknown>(of(month, `/overtime/${stationId}`), { minutes, note });

export const listSettlements = (month: string, cursor: string | null) =>
  get<Page<Settlement>>(of(month, "/settlements"), { cursor });
export const paySettlement = (
  month: string,
  stationId: string,
  body: { paid_on: string; reference: string },
) => post<null>(of(month, `/settlements/${stationId}`), body);
