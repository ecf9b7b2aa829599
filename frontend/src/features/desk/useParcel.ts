import { useQuery } from "@tanstack/react-query";
import type { Case } from "@/api/cases";
import { ApiError } from "@/api/client";
import { type Parcel, readParcel } from "@/api/parcels";

/** Null: a waybill that nobody scanned, which a case may well have. */
async function readParcelIfAny(waybill: string): Promise<Parcel | null> {
  try {
    return await readParcel(waybill);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** The parcel of a case, asked for by its waybill. */
export function useParcel(item: Case): Parcel | null {
  const query = useQuery({
    queryKey: ["parcel-if-any", item.waybill],
    queryFn: () => readParcelIfAny(item.waybill),
    enabled: item.waybill !== item.number,
  });
  return query.data ?? null;
}
