import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Channel,
  changeChannel,
  listChannels,
  removeChannel,
  tryChannel,
} from "@/api/notices";
import { dayAndTime } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { ChannelForm } from "./ChannelForm";
import { audienceWord, channelWord } from "./words";

function Acts({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const queries = useQueryClient();
  const name = channel.name;
  const after = () => queries.invalidateQueries({ queryKey: ["channels"] });
  const onError = (error: unknown) => notifyRefusal(errorText(error));
  const trying = useMutation({
    mutationFn: () => tryChannel(channel.id),
    onSuccess: (result) => {
      const reason = result.error;
      if (result.is_sent) notify(t`测试消息已发到 ${name}`);
      else notifyRefusal(t`${name} 没有收下：${reason}`);
    },
    onError,
  });
  const switching = useMutation({
    mutationFn: () => changeChannel(channel.id, { is_active: !channel.is_active }),
    onSuccess: after,
    onError,
  });
  const removing = useMutation({
    mutationFn: () => removeChannel(channel.id),
    onSuccess: after,
    onError,
  });
  return (
    <span className="nt-acts">
      <button
        type="button"
        className="sd-btn"
        data-variant="link"
        disabled={trying.isPending}
        onClick={() => trying.mutate()}
        data-testid="channel-test"
      >
        {trying.isPending ? t`正在发送…` : t`测试`}
      </button>
      <button type="button" className="sd-btn" data-variant="link" onClick={onEdit}>
        <Trans>修改</Trans>
      </button>
      <button
        type="button"
        className="sd-btn"
        data-variant="link"
        onClick={() => switching.mutate()}
      >
        {channel.is_active ? t`停用` : t`启用`}
      </button>
      <button
        type="button"
        className="sd-btn"
        data-variant="link"
        onClick={() => removing.mutate()}
      >
        <Trans>删除</Trans>
      </button>
    </span>
  );
}

function Row({ channel, onEdit }: { channel: Channel; onEdit: () => void }) {
  const at = channel.last_sent_at ? dayAndTime(channel.last_sent_at) : "";
  return (
    <tr data-testid="channel-row" data-active={channel.is_active}>
      <td>
        <b>{channel.name}</b> <span className="sd-muted">{channelWord(channel.kind)}</span>
      </td>
      <td>{channel.station_name || t`所有网点`}</td>
      <td>{channel.audience.map(audienceWord).join(t`、`)}</td>
      <td className="sd-muted">{channel.target_hint}</td>
      <td>
        {!channel.is_active && <span className="sd-muted">{t`已停用`}</span>}
        {channel.is_active && channel.last_error && <b>{channel.last_error}</b>}
        {channel.is_active && !channel.last_error && (
          <span className="sd-muted">{at ? t`最近发出 ${at}` : t`还没有发过`}</span>
        )}
      </td>
      <td>
        <Acts channel={channel} onEdit={onEdit} />
      </td>
    </tr>
  );
}

/** Robots of group chats and mail addresses, of one station or of all. */
export function Channels() {
  const channels = useQuery({ queryKey: ["channels"], queryFn: listChannels });
  const [edited, setEdited] = useState<Channel | "new" | null>(null);
  if (channels.isPending) return <LoadingState />;
  if (channels.isError)
    return <ErrorState error={channels.error} onRetry={() => channels.refetch()} />;
  const rows = channels.data.items;
  return (
    <>
      <p className="nt-bar">
        <button
          type="button"
          className="sd-btn"
          data-variant="primary"
          onClick={() => setEdited("new")}
          data-testid="channel-new"
        >
          <Trans>加通道</Trans>
        </button>
      </p>
      {rows.length === 0 && (
        <EmptyState title={t`还没有通道`}>
          {t`没有通道时，发给业务员和网点的内容会做成一段话，由坐席复制到微信群。接上群机器人或邮箱后自动发送。`}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table nt-table">
          <thead>
            <tr>
              <th>{t`通道`}</th>
              <th>{t`网点`}</th>
              <th>{t`发给`}</th>
              <th>{t`地址`}</th>
              <th>{t`状态`}</th>
              <th>
                <span className="sd-sr">{t`操作`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((channel) => (
              <Row key={channel.id} channel={channel} onEdit={() => setEdited(channel)} />
            ))}
          </tbody>
        </table>
      )}
      <Dialog
        title={edited === "new" ? t`加通道` : t`修改通道`}
        isOpen={edited !== null}
        onClose={() => setEdited(null)}
      >
        {edited && (
          <ChannelForm channel={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
        )}
      </Dialog>
    </>
  );
}
