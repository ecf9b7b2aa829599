import { Link } from "@tanstack/react-router";
import { Waybill } from "./Waybill";

/** The number, and behind it everything that happened to the parcel. */
export function WaybillLink({ value, onClick }: { value: string; onClick?: () => void }) {
  return (
    <Link
      to="/waybill/$waybill"
      params={{ waybill: value }}
      className="sd-waybill-link"
      onClick={onClick}
      data-testid="waybill-link"
    >
      <Waybill value={value} />
    </Link>
  );
}
