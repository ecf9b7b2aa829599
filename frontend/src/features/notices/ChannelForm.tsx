import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  AUDIENCES,
  type Audience,
  addChannel,
  CHANNEL_KINDS,
  type Channel,
  type ChannelKind,
  changeChannel,
} from "@/api/notices";
import { listStations } from "@/api/stations";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { audienceWord, channelWord } from "./words";

function addressHelp(kind: ChannelKind): string {
  if (kind === "email") return t`邮箱，可填多个，用逗号隔开`;
  return t`群机器人的 Webhook 地址`;
}

interface TextProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  isRequired?: boolean;
  placeholder?: string;
}

function TextField({ id, label, value, onChange, isRequired, placeholder }: TextProps) {
  return (
    <div className="sd-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="sd-input"
        autoComplete="off"
        required={isRequired}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-testid={id}
      />
    </div>
  );
}

function useSaving(channel: Channel | null, onClose: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: {
      kind: ChannelKind;
      name: string;
      target: string;
      secret: string;
      station: string;
      audience: Audience[];
    }) => {
      const { kind, name, target, secret, station, audience } = draft;
      if (!channel)
        return addChannel({ kind, name, target, secret, audience, station: station || undefined });
      // An address or secret that was not typed anew stays as it is.
      return changeChannel(channel.id, {
        name,
        audience,
        ...(target ? { target } : {}),
        ...(secret ? { secret } : {}),
      });
    },
    onSuccess: (saved) => {
      const name = saved.name;
      notify(t`已保存 ${name}`);
      queries.invalidateQueries({ queryKey: ["channels"] });
      onClose();
    },
  });
}

export function ChannelForm({
  channel,
  onClose,
}: {
  channel: Channel | null;
  onClose: () => void;
}) {
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const [kind, setKind] = useState<ChannelKind>(channel?.kind ?? "wecom");
  const [name, setName] = useState(channel?.name ?? "");
  const [target, setTarget] = useState("");
  const [secret, setSecret] = useState("");
  const [station, setStation] = useState(channel?.station ?? "");
  const [audience, setAudience] = useState<Audience[]>(channel?.audience ?? ["courier"]);
  const saving = useSaving(channel, onClose);
  const toggle = (each: Audience) =>
    setAudience((all) => (all.includes(each) ? all.filter((a) => a !== each) : [...all, each]));
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate({ kind, name, target, secret, station, audience });
      }}
    >
      <div className="sd-form-row">
        <div className="sd-field">
          <label htmlFor="channel-kind">{t`通道`}</label>
          <select
            id="channel-kind"
            className="sd-select"
            disabled={!!channel}
            value={kind}
            onChange={(event) => setKind(event.target.value as ChannelKind)}
            data-testid="channel-kind"
          >
            {CHANNEL_KINDS.map((each) => (
              <option key={each} value={each}>
                {channelWord(each)}
              </option>
            ))}
          </select>
        </div>
        <div className="sd-field">
          <label htmlFor="channel-station">{t`网点`}</label>
          <select
            id="channel-station"
            className="sd-select"
            disabled={!!channel}
            value={station}
            onChange={(event) => setStation(event.target.value)}
          >
            <option value="">{t`所有网点`}</option>
            {stations.data?.items.map((each) => (
              <option key={each.id} value={each.code}>
                {each.name}
              </option>
            ))}
          </select>
        </div>
      </div>
      <TextField id="channel-name" label={t`名称`} value={name} onChange={setName} isRequired />
      <TextField
        id="channel-target"
        label={addressHelp(kind)}
        value={target}
        onChange={setTarget}
        isRequired={!channel}
        placeholder={channel ? channel.target_hint : ""}
      />
      {kind !== "email" && kind !== "wecom" && (
        <TextField
          id="channel-secret"
          label={t`加签密钥（机器人开了加签才填）`}
          value={secret}
          onChange={setSecret}
          placeholder={channel?.has_secret ? t`已保存，不改就留空` : ""}
        />
      )}
      <fieldset className="nt-ticks">
        <legend className="sd-label">{t`发给谁的内容走这里`}</legend>
        {AUDIENCES.map((each) => (
          <label key={each}>
            <input
              type="checkbox"
              checked={audience.includes(each)}
              onChange={() => toggle(each)}
            />
            {audienceWord(each)}
          </label>
        ))}
      </fieldset>
      {saving.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(saving.error)}
        </p>
      )}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending || audience.length === 0}
          data-testid="channel-save"
        >
          <Trans>保存</Trans>
        </button>
      </div>
    </form>
  );
}
