import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listKinds } from "@/api/cases";
import { listStations } from "@/api/stations";
import { localised } from "@/shared/i18n/locale";
import { carrierWord, directionWord } from "@/shared/words/words";

/** What a list is of: kind of case, direction, carrier. */
export function useListOptions() {
  const kinds = useQuery({ queryKey: ["kinds"], queryFn: listKinds, staleTime: 300_000 });
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const carriers = [...new Set((stations.data?.items ?? []).map((each) => each.carrier))];
  const kind = kinds.data?.find((each) => each.kind === (chosen.case_kind ?? "work_order"));
  const directions = kind?.directions ?? [];
  const wanted = chosen.direction ?? "inbound";
  const direction = directions.find((each) => each === wanted) ?? directions[0] ?? "inbound";
  const options: Record<string, string> = {
    case_kind: kind?.kind ?? "work_order",
    direction,
    carrier: chosen.carrier ?? carriers[0] ?? "",
  };
  const choose = (name: string, value: string) => setChosen({ ...chosen, [name]: value });
  /** What a list of that kind must say of itself: a bill is of all kinds. */
  const of = (listKind: string): Record<string, string> =>
    listKind === "bill" ? { carrier: options.carrier ?? "" } : options;
  return { kinds: kinds.data ?? [], directions, carriers, options, choose, of };
}

interface ListOptionsProps {
  list: ReturnType<typeof useListOptions>;
  isOfCases: boolean;
}

export function ListOptions({ list, isOfCases }: ListOptionsProps) {
  const { kinds, directions, carriers, options, choose } = list;
  return (
    <div className="im-options">
      {isOfCases && (
        <>
          <label>
            <span>{t`哪一类`}</span>
            <select
              className="sd-input"
              value={options.case_kind}
              onChange={(event) => choose("case_kind", event.target.value)}
              data-testid="list-kind"
            >
              {kinds.map((each) => (
                <option key={each.kind} value={each.kind}>
                  {localised(each.label_zh, each.label_en)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t`方向`}</span>
            <select
              className="sd-input"
              value={options.direction}
              onChange={(event) => choose("direction", event.target.value)}
            >
              {directions.map((each) => (
                <option key={each} value={each}>
                  {directionWord(each)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <label>
        <span>{t`快递公司`}</span>
        <select
          className="sd-input"
          value={options.carrier}
          onChange={(event) => choose("carrier", event.target.value)}
          data-testid="list-carrier"
        >
          {carriers.map((each) => (
            <option key={each} value={each}>
              {carrierWord(each)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
