import { t } from "@lingui/core/macro";
import type { KindInfo } from "@/api/cases";
import type { Direction, Station } from "@/api/stations";
import { directionWord } from "@/shared/words/words";

/** What every case has: where, which way, which parcel. */
export interface Basics {
  station: string;
  direction: Direction;
  waybill: string;
}

interface BasicFieldsProps {
  kind: KindInfo;
  stations: Station[];
  basics: Basics;
  onChange: (basics: Basics) => void;
}

function Required() {
  return (
    <span className="sf-required" aria-hidden="true">
      *
    </span>
  );
}

function DirectionField({ kind, basics, onChange }: Omit<BasicFieldsProps, "stations">) {
  if (kind.directions.length < 2) return null;
  return (
    <div className="sf-line">
      <span className="sf-word" id="new-direction-label">{t`方向`}</span>
      <div>
        <div
          className="sd-seg"
          role="radiogroup"
          aria-labelledby="new-direction-label"
          data-testid="new-direction"
        >
          {kind.directions.map((direction) => (
            <label key={direction}>
              <input
                type="radio"
                name="new-direction"
                value={direction}
                checked={basics.direction === direction}
                onChange={() => onChange({ ...basics, direction })}
              />
              {directionWord(direction)}
            </label>
          ))}
        </div>
      </div>
    </div>
  );
}

export function BasicFields({ kind, stations, basics, onChange }: BasicFieldsProps) {
  return (
    <>
      <div className="sf-line">
        <label htmlFor="new-station">
          {t`网点`}
          <Required />
        </label>
        <div>
          <select
            id="new-station"
            className="sd-select"
            required
            value={basics.station}
            onChange={(event) => onChange({ ...basics, station: event.target.value })}
            data-testid="new-station"
          >
            <option value="">{t`请选择`}</option>
            {stations.map((station) => (
              <option key={station.id} value={station.code}>
                {station.name}
              </option>
            ))}
          </select>
        </div>
      </div>
      <DirectionField kind={kind} basics={basics} onChange={onChange} />
      <div className="sf-line">
        <label htmlFor="new-waybill">
          {t`运单号`}
          {!kind.is_waybill_optional && <Required />}
        </label>
        <div>
          <input
            id="new-waybill"
            className="sd-input"
            required={!kind.is_waybill_optional}
            placeholder={kind.is_waybill_optional ? t`还没有可不填` : undefined}
            value={basics.waybill}
            onChange={(event) => onChange({ ...basics, waybill: event.target.value })}
            data-testid="new-waybill"
          />
        </div>
      </div>
    </>
  );
}
