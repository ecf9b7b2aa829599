import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listKinds } from "@/api/cases";
import { listStations } from "@/api/stations";
import { Dialog } from "@/shared/ui/Dialog";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import type { Basics } from "./BasicFields";
import { isOpenedByHand, KindPicker } from "./KindPicker";
import { NewCaseForm } from "./NewCaseForm";
import "./newcase.css";

/** What is opened by hand most. */
const MOST_OPENED = "problem_parcel";

/** What a new case starts from: the case that it follows. */
export interface Seed extends Basics {
  fromCase: string;
}

interface NewCaseProps {
  seed?: Seed;
  onClose: () => void;
  onCreated: (id: string) => void;
}

function NewCase({ seed, ...callbacks }: NewCaseProps) {
  const kinds = useQuery({
    queryKey: ["kinds"],
    queryFn: listKinds,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const [chosen, setChosen] = useState<string>(MOST_OPENED);
  const [basics, setBasics] = useState<Basics>({
    station: seed?.station ?? "",
    direction: seed?.direction ?? "inbound",
    waybill: seed?.waybill ?? "",
  });
  if (kinds.isError || stations.isError)
    return <ErrorState error={kinds.error ?? stations.error} />;
  if (!kinds.data || !stations.data) return <LoadingState />;
  const offered = kinds.data.filter(isOpenedByHand);
  const kind = offered.find((each) => each.kind === chosen) ?? offered[0];
  if (!kind) return null;
  const only = stations.data.items.length === 1 ? stations.data.items[0]?.code : undefined;
  const direction = kind.directions.includes(basics.direction)
    ? basics.direction
    : (kind.directions[0] ?? "inbound");
  return (
    <>
      <KindPicker kinds={offered} chosen={kind} onChoose={setChosen} />
      <NewCaseForm
        key={kind.kind}
        kind={kind}
        stations={stations.data.items}
        basics={{ ...basics, direction, station: basics.station || (only ?? "") }}
        onBasics={setBasics}
        fromCase={seed?.fromCase}
        {...callbacks}
      />
    </>
  );
}

export function NewCaseDialog({ isOpen, ...props }: { isOpen: boolean } & NewCaseProps) {
  return (
    <Dialog
      title={props.seed ? t`另开工作项` : t`新建工作项`}
      isOpen={isOpen}
      onClose={props.onClose}
      size="wide"
      testId="new-case-dialog"
    >
      {isOpen && <NewCase {...props} />}
    </Dialog>
  );
}
