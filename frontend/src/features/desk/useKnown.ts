import { useMemo } from "react";
import type { Case } from "@/api/cases";
import type { Known } from "@/shared/forms/schema";
import { useParcel } from "./useParcel";

/** What the forms of a case may start from: its details, and who had the parcel last. */
export function useKnown(item: Case): Known {
  const parcel = useParcel(item);
  return useMemo(() => {
    const carried = parcel?.scans.filter((scan) => scan.courier) ?? [];
    const courier = carried.at(-1)?.courier ?? null;
    const told = Object.fromEntries(
      Object.entries(item.details).filter(([, value]) => value !== "" && value !== null),
    );
    return { details: { courier, ...told } };
  }, [item.details, parcel]);
}
