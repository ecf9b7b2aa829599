/** Last four digits carry the weight: that is what people read aloud. */
export function Waybill({ value }: { value: string | null }) {
  if (!value) return <span className="sd-waybill">—</span>;
  return (
    <span className="sd-waybill">
      <span>{value.slice(0, -4)}</span>
      <b>{value.slice(-4)}</b>
    </span>
  );
}
