import { Trans } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import type { Case } from "@/api/cases";
import { NewCaseDialog, type Seed } from "./NewCaseDialog";

/** Another case about the same parcel, with what this one knows filled in. */
export function OpenAnother({ item, onOpen }: { item: Case; onOpen: (id: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const seed: Seed = useMemo(
    () => ({
      station: item.station.code,
      direction: item.direction,
      waybill: item.waybill === item.number ? "" : item.waybill,
      fromCase: item.id,
    }),
    [item],
  );
  return (
    <div className="cp-section">
      <button
        type="button"
        className="sd-btn"
        onClick={() => setOpen(true)}
        data-testid="open-another"
      >
        <Trans>另开工作项</Trans>
      </button>
      <NewCaseDialog
        isOpen={isOpen}
        seed={seed}
        onClose={() => setOpen(false)}
        onCreated={onOpen}
      />
    </div>
  );
}
