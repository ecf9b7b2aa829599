import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeStation, createStation, type Station } from "@/api/stations";
import { TextField } from "@/shared/forms/TextField";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { carrierWord } from "@/shared/words/words";

const CARRIERS = [
  "zto",
  "yto",
  "sto",
  "yunda",
  "jt",
  "sf",
  "jd",
  "ems",
  "best",
  "deppon",
  "zto_freight",
  "other",
];

const words = (text: string) =>
  text
    .split(/[,，、;；\n]+/)
    .map((word) => word.trim())
    .filter(Boolean);

interface FormProps {
  station: Station | null;
  onClose: () => void;
}

/** A station; its code and carrier stay what they were made with. */
export function StationForm({ station, onClose }: FormProps) {
  const queries = useQueryClient();
  const [code, setCode] = useState(station?.code ?? "");
  const [carrier, setCarrier] = useState(station?.carrier ?? "zto");
  const [name, setName] = useState(station?.name ?? "");
  const [aliases, setAliases] = useState("");
  const [publicPhone, setPublicPhone] = useState(station?.public_phone ?? "");
  const [publicAddress, setPublicAddress] = useState(station?.public_address ?? "");
  const saving = useMutation({
    mutationFn: () =>
      station
        ? changeStation(station.id, {
            name,
            add_aliases: words(aliases),
            public_phone: publicPhone,
            public_address: publicAddress,
          })
        : createStation({ code, carrier, name, aliases: words(aliases) }),
    onSuccess: () => {
      notify(t`已保存 ${name}`);
      queries.invalidateQueries({ queryKey: ["stations"] });
      onClose();
    },
  });
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <div className="sd-form-row">
        <div className="sd-field">
          <label htmlFor="station-code">{t`网点代码`}</label>
          <input
            id="station-code"
            className="sd-input"
            required
            disabled={!!station}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            data-testid="station-code"
          />
        </div>
        <div className="sd-field">
          <label htmlFor="station-carrier">{t`快递公司`}</label>
          <select
            id="station-carrier"
            className="sd-select"
            disabled={!!station}
            value={carrier}
            onChange={(event) => setCarrier(event.target.value)}
            data-testid="station-carrier"
          >
            {CARRIERS.map((each) => (
              <option key={each} value={each}>
                {carrierWord(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <TextField id="station-name" label={t`名称`} value={name} onChange={setName} isRequired />
      <TextField
        id="station-aliases"
        label={station ? t`再加别名（用逗号隔开）` : t`别名（扫描和账单里的叫法，用逗号隔开）`}
        value={aliases}
        onChange={setAliases}
      />
      {station && (
        <div className="sd-form-row">
          <TextField
            id="station-public-phone"
            label={t`可告诉来电人的电话`}
            value={publicPhone}
            onChange={setPublicPhone}
          />
          <TextField
            id="station-public-address"
            label={t`可告诉来电人的地址`}
            value={publicAddress}
            onChange={setPublicAddress}
          />
        </div>
      )}
      {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending}
          data-testid="station-save"
        >
          <Trans>保存</Trans>
        </button>
      </div>
    </form>
  );
}
