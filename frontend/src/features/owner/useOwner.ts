import { useQuery } from "@tanstack/react-query";
import { serverNow } from "@/api/client";
import { readOwnerReport } from "@/api/reports";
import { listStations, type Station } from "@/api/stations";
import { fullDay } from "@/shared/time/time";

const MONTHS_SHOWN = 6;

export function thisMonth(): string {
  return fullDay(serverNow()).slice(0, 7);
}

/** `2026-11` and the months before it. */
export function recentMonths(current: string): string[] {
  const [year = 0, month = 1] = current.split("-").map(Number);
  return Array.from({ length: MONTHS_SHOWN }, (_, back) => {
    const index = year * 12 + (month - 1) - back;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  });
}

/** The owner's station (the first of his, unless the address names one) and its month. */
export function useOwner(search: { station?: string; month?: string }) {
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const all: Station[] = stations.data?.items ?? [];
  const station = all.find((each) => each.code === search.station) ?? all[0];
  const month = search.month ?? thisMonth();
  const report = useQuery({
    queryKey: ["owner-report", station?.code, month],
    queryFn: () => readOwnerReport(station?.code ?? "", month),
    enabled: station !== undefined,
  });
  return { stations, all, station, month, report };
}
