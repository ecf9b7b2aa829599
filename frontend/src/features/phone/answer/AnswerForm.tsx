import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "@/api/client";
import { answerLink, type PublicLink, type ReadyAnswer } from "@/api/links";
import { localised } from "@/shared/i18n/locale";
import { Icon } from "@/shared/ui/Icon";
import { errorText } from "@/shared/ui/States";

const HOURS = ["12:00", "14:00", "16:00", "18:00", "20:00", "21:00"];

function Hours({ value, onPick }: { value: string; onPick: (hour: string) => void }) {
  return (
    <fieldset className="an-hours">
      <legend className="sd-label">{t`几点前`}</legend>
      {HOURS.map((hour) => (
        <label key={hour}>
          <input
            type="radio"
            name="by"
            checked={value === hour}
            onChange={() => onPick(hour)}
            data-testid={`answer-by-${hour}`}
          />
          {hour}
        </label>
      ))}
    </fieldset>
  );
}

function Photo({ photo, onPick }: { photo: File | null; onPick: (file: File | null) => void }) {
  return (
    <p className="an-photo">
      <label className="an-btn">
        <input
          className="sd-sr"
          type="file"
          accept="image/*"
          onChange={(event) => onPick(event.target.files?.[0] ?? null)}
          data-testid="answer-photo"
        />
        <Icon name="clip" size={16} />
        {photo ? t`换一张照片` : t`拍照或选照片（可不传）`}
      </label>
      {photo && <span className="sd-muted">{photo.name}</span>}
    </p>
  );
}

function refusal(error: unknown): string {
  if (error instanceof ApiError && error.status === 409) return t`这个链接已失效`;
  return errorText(error);
}

/** Sent: what was said, so that he knows it arrived. */
function Sent({ said }: { said: string }) {
  return (
    <section className="an-sent" role="status" data-testid="answer-sent">
      <h2>
        <Icon name="check" size={20} />
        <Trans>客服已收到</Trans>
      </h2>
      <p>{said}</p>
      <p className="sd-muted">
        <Trans>可以关掉这个页面了。</Trans>
      </p>
    </section>
  );
}

interface AnswerFormProps {
  token: string;
  link: PublicLink;
  onOver: () => void;
}

/** One tap chooses, one sends. */
export function AnswerForm({ token, link, onOver }: AnswerFormProps) {
  const [chosen, setChosen] = useState<ReadyAnswer | null>(null);
  const [by, setBy] = useState("18:00");
  const [text, setText] = useState("");
  const [photo, setPhoto] = useState<File | null>(null);
  const sending = useMutation({
    mutationFn: () =>
      answerLink(token, {
        answer: chosen?.code ?? "",
        by: chosen?.needs === "time" ? by : "",
        text: text.trim(),
        photo,
      }),
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409) onOver();
    },
  });
  if (sending.isSuccess && chosen) {
    const said = [localised(chosen.zh, chosen.en), chosen.needs === "time" ? by : "", text.trim()];
    return <Sent said={said.filter(Boolean).join(" · ")} />;
  }
  const needsText = chosen?.needs === "text";
  return (
    <form
      className="an-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) sending.mutate();
      }}
    >
      <fieldset className="an-answers">
        <legend className="sd-label">{t`现在什么情况`}</legend>
        {link.answers.map((answer) => (
          <label key={answer.code} className="an-choice">
            <input
              type="radio"
              name="answer"
              checked={chosen?.code === answer.code}
              onChange={() => setChosen(answer)}
              data-testid={`answer-${answer.code}`}
            />
            {localised(answer.zh, answer.en)}
          </label>
        ))}
      </fieldset>
      {chosen?.needs === "time" && <Hours value={by} onPick={setBy} />}
      {chosen && (
        <textarea
          className="sd-area"
          rows={2}
          maxLength={500}
          required={needsText}
          aria-label={t`补充说明`}
          placeholder={needsText ? t`写一句现在的情况` : t`补充说明（可不填）`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          data-testid="answer-text"
        />
      )}
      <Photo photo={photo} onPick={setPhoto} />
      <button
        type="submit"
        className="an-btn an-send"
        disabled={!chosen || sending.isPending || (needsText && !text.trim())}
        data-testid="answer-send"
      >
        {sending.isPending ? t`正在发送…` : t`发送给客服`}
      </button>
      {sending.isError && (
        <p className="sd-field-error" role="alert">
          {refusal(sending.error)}
        </p>
      )}
    </form>
  );
}
