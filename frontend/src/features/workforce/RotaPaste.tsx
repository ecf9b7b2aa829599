import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { importRota } from "@/api/workforce";
import { readersHalf } from "@/shared/i18n/locale";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";

/** A rota from a spreadsheet: pasted, taken line by line; what was refused stays to be mended. */
export function RotaPaste() {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const taking = useMutation({
    mutationFn: () => importRota(text),
    onSuccess: (answer) => {
      setText(answer.refused.map((each) => each.text).join("\n"));
      queries.invalidateQueries({ queryKey: ["rota"] });
    },
  });
  const close = () => {
    setOpen(false);
    setText("");
    taking.reset();
  };
  const taken = taking.data?.taken ?? 0;
  return (
    <>
      <button
        type="button"
        className="sd-btn"
        onClick={() => setOpen(true)}
        data-testid="rota-paste"
      >
        <Trans>粘贴班表</Trans>
      </button>
      <Dialog title={t`粘贴班表`} isOpen={isOpen} onClose={close} size="wide">
        <form
          className="sd-form"
          onSubmit={(event) => {
            event.preventDefault();
            taking.mutate();
          }}
        >
          <div className="sd-field">
            <label htmlFor="rota-text">
              <Trans>每行：姓名或邮箱、日期、班次；从表格里复制即可</Trans>
            </label>
            <textarea
              id="rota-text"
              className="sd-area"
              rows={8}
              value={text}
              onChange={(event) => setText(event.target.value)}
              placeholder={"陈小雨\t2026-11-23\t08:30-17:30"}
              data-testid="rota-text"
            />
          </div>
          {taking.isError && <p className="sd-field-error">{errorText(taking.error)}</p>}
          {taking.data && (
            <div role="status" data-testid="rota-taken">
              <p>
                <Trans>收下 {taken} 天</Trans>
              </p>
              {taking.data.refused.map(({ line, why }) => (
                <p key={line} className="sd-field-error">
                  {t`第 ${line} 行`}：{readersHalf(why)}
                </p>
              ))}
            </div>
          )}
          <div className="sd-form-foot">
            <button
              type="submit"
              className="sd-btn"
              data-variant="primary"
              disabled={!text.trim() || taking.isPending}
              data-testid="rota-take"
            >
              <Trans>收下</Trans>
            </button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
