import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type Courier, listCouriers } from "@/api/people";

interface CourierSelectProps {
  id: string;
  stationId: string;
  /** The courier's id; empty: nobody yet. */
  value: string;
  onChoose: (courier: Courier | null) => void;
}

/** A station's couriers who are at work today: number, name, area. */
export function CourierSelect({ id, stationId, value, onChoose }: CourierSelectProps) {
  const query = useQuery({
    queryKey: ["couriers", stationId, "active"],
    queryFn: () => listCouriers(stationId, true),
    staleTime: 60_000,
  });
  const couriers = query.data?.items ?? [];
  return (
    <select
      id={id}
      className="sd-select"
      value={value}
      disabled={query.isPending}
      onChange={(event) =>
        onChoose(couriers.find((each) => each.id === event.target.value) ?? null)
      }
      data-testid="courier-select"
    >
      <option value="">{couriers.length === 0 ? t`网点还没有业务员档案` : t`请选择`}</option>
      {couriers.map((each) => (
        <option key={each.id} value={each.id}>
          {[each.number, each.name, each.area].filter(Boolean).join(" · ")}
        </option>
      ))}
    </select>
  );
}
