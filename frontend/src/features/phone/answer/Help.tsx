import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { callForHelp, type Trouble } from "@/api/links";
import { errorText } from "@/shared/ui/States";

/** A courier who stands in the street: two taps, and the desk has a case whose minutes count. */
export function Help({ token }: { token: string }) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const calling = useMutation({
    mutationFn: (trouble: Trouble) => callForHelp(token, trouble, text.trim()),
  });
  const troubles: [Trouble, string][] = [
    ["unreachable", t`联系不上收件人`],
    ["wrong_address", t`地址不对`],
    ["carry_upstairs_unpaid", t`要求免费送上楼`],
  ];
  if (calling.isSuccess) {
    return (
      <p className="an-help" role="status" data-testid="help-sent">
        <Trans>客服已收到求助，正在联系寄件方。请留意电话。</Trans>
      </p>
    );
  }
  return (
    <section className="an-help" aria-label={t`求助`}>
      <button
        type="button"
        className="an-btn"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        data-testid="help-open"
      >
        <Trans>我在路上需要帮助</Trans>
      </button>
      {isOpen && (
        <>
          <textarea
            className="sd-area"
            rows={2}
            maxLength={500}
            aria-label={t`在哪里、什么情况`}
            placeholder={t`在哪里、什么情况（可不填）`}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {troubles.map(([code, label]) => (
            <button
              key={code}
              type="button"
              className="an-btn"
              disabled={calling.isPending}
              onClick={() => calling.mutate(code)}
              data-testid={`help-${code}`}
            >
              {label}
            </button>
          ))}
        </>
      )}
      {calling.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(calling.error)}
        </p>
      )}
    </section>
  );
}
