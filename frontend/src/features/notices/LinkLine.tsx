import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { askAgain, type CaseLink, copyLink, revokeLink } from "@/api/notices";
import { timeOfDay } from "@/shared/time/time";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { audienceWord, linkStateWord } from "./words";

/** True where the browser let us; on plain http it does not, and the text stays to be marked. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function progress(link: CaseLink): string {
  const at = (iso: string | null) => (iso ? timeOfDay(iso) : "");
  const [pasted, opened] = [at(link.pasted_at), at(link.opened_at)];
  const parts = [];
  if (pasted) parts.push(t`${pasted} 复制到群`);
  if (opened) parts.push(t`${opened} 打开`);
  return parts.join(t`，`);
}

function useActs(caseId: string, link: CaseLink) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const onSettled = () => queries.invalidateQueries({ queryKey: ["case", caseId] });
  const onError = (error: unknown) => notifyRefusal(errorText(error));
  const copying = useMutation({
    mutationFn: () => copyLink(caseId, link.id),
    onSuccess: async (made) => {
      setText(made.text);
      if (await copied(made.text)) notify(t`群消息已复制，粘贴到微信群即可`);
    },
    onError,
    onSettled,
  });
  const again = useMutation({
    mutationFn: () => askAgain(caseId, link.id),
    onSuccess: () => notify(t`已再次发送`),
    onError,
    onSettled,
  });
  const revoking = useMutation({
    mutationFn: () => revokeLink(caseId, link.id),
    onError,
    onSettled,
  });
  return { text, copying, again, revoking };
}

/** A question that was sent out, and what became of it. */
export function LinkLine({ caseId, link }: { caseId: string; link: CaseLink }) {
  const { text, copying, again, revoking } = useActs(caseId, link);
  const isOpen = link.state === "open";
  const answeredAt = link.answered_at ? timeOfDay(link.answered_at) : "";
  const who = link.party === "station" ? audienceWord("station") : link.to_name;
  return (
    <li data-testid="case-link" data-state={link.state}>
      <p className="ca-line">
        <time dateTime={link.made_at} className="sd-muted">
          {timeOfDay(link.made_at)}
        </time>
        <span>
          <b>{who}</b> {link.question}
        </span>
        <span className="sd-muted">
          {link.answered_at ? t`${answeredAt} 已答复` : linkStateWord(link.state)}
        </span>
      </p>
      {link.answer && <p className="ca-answer">{link.answer}</p>}
      {progress(link) && <p className="ca-more sd-muted">{progress(link)}</p>}
      {isOpen && (
        <p className="ca-more ca-acts">
          <button
            type="button"
            className="sd-btn"
            disabled={copying.isPending}
            onClick={() => copying.mutate()}
            data-testid="link-copy"
          >
            <Trans>复制群消息</Trans>
          </button>
          <button
            type="button"
            className="sd-btn"
            disabled={again.isPending}
            onClick={() => again.mutate()}
            data-testid="link-again"
          >
            <Trans>重发</Trans>
          </button>
          <button
            type="button"
            className="sd-btn"
            disabled={revoking.isPending}
            onClick={() => revoking.mutate()}
            data-testid="link-revoke"
          >
            <Trans>作废</Trans>
          </button>
        </p>
      )}
      {isOpen && text && (
        <textarea
          className="sd-area ca-text"
          readOnly
          rows={3}
          aria-label={t`群消息`}
          value={text}
          onFocus={(event) => event.target.select()}
          data-testid="link-text"
        />
      )}
    </li>
  );
}
