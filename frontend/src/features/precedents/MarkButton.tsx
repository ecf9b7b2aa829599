import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { markPrecedent } from "@/api/precedents";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";

const TITLE_MAX = 80;
const LESSON_MAX = 4000;

/** Keeps what a closed case taught, for every station's agents. */
export function MarkButton({ item }: { item: Case }) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [title, setTitle] = useState("");
  const [lesson, setLesson] = useState("");
  const [tags, setTags] = useState("");
  const marking = useMutation({
    mutationFn: () =>
      markPrecedent(item.id, { title, lesson, tags: tags.split(/[\s,，、]+/).filter(Boolean) }),
    onSuccess: (precedent) => {
      setOpen(false);
      const kept = precedent.title;
      notify(t`已收入案例档案：${kept}`);
    },
    onSettled: () => {
      queries.invalidateQueries({ queryKey: ["precedents-of", item.id] });
      queries.invalidateQueries({ queryKey: ["precedents"] });
    },
  });
  return (
    <>
      <button
        type="button"
        className="sd-btn"
        onClick={() => setOpen(true)}
        data-testid="precedent-mark"
      >
        <Trans>收入案例档案</Trans>
      </button>
      <Dialog title={t`收入案例档案`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form
          className="sd-form"
          onSubmit={(event) => {
            event.preventDefault();
            marking.mutate();
          }}
        >
          <p className="sd-muted">{t`各网点的坐席都会看到；姓名、电话、地址和单号会自动遮住。`}</p>
          <div className="sd-field">
            <label htmlFor="precedent-title">{t`标题`}</label>
            <input
              id="precedent-title"
              className="sd-input"
              required
              maxLength={TITLE_MAX}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
              data-testid="precedent-title"
            />
          </div>
          <div className="sd-field">
            <label htmlFor="precedent-lesson">{t`学到了什么`}</label>
            <textarea
              id="precedent-lesson"
              className="sd-area"
              rows={6}
              required
              maxLength={LESSON_MAX}
              value={lesson}
              onChange={(event) => setLesson(event.target.value)}
              data-testid="precedent-lesson"
            />
          </div>
          <div className="sd-field">
            <label htmlFor="precedent-tags">{t`标签，用空格分开`}</label>
            <input
              id="precedent-tags"
              className="sd-input"
              value={tags}
              onChange={(event) => setTags(event.target.value)}
            />
          </div>
          {marking.isError && <p className="sd-field-error">{errorText(marking.error)}</p>}
          <div className="sd-form-foot">
            <button
              type="submit"
              className="sd-btn"
              data-variant="primary"
              disabled={marking.isPending}
              data-testid="precedent-save"
            >
              <Trans>收入</Trans>
            </button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
