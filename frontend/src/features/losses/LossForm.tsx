import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Attachment, addAttachment } from "@/api/attachments";
import type { Case } from "@/api/cases";
import { serverNow } from "@/api/client";
import { enterLoss, LOSS_KINDS, type Loss, type LossKind } from "@/api/losses";
import { ChoiceField, TextField } from "@/shared/forms/TextField";
import { formatPlain, parseYuan } from "@/shared/money/money";
import { localInput, withOffset } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";
import { lossWord } from "./words";

interface LossFormProps {
  item: Case;
  /** What a missed window has suggested; its amount and reason stand already. */
  suggested: Loss | null;
  onClose: () => void;
}

function useFiles(item: Case) {
  const queries = useQueryClient();
  const [added, setAdded] = useState<Attachment[]>([]);
  const [chosen, setChosen] = useState<string[]>([]);
  const sealed = item.attachments.filter((each) => !each.deleted_at);
  const files = [...sealed, ...added.filter((each) => !sealed.some((one) => one.id === each.id))];
  const uploading = useMutation({
    mutationFn: (file: File) => addAttachment(item.id, file, null),
    onSuccess: (file) => {
      setAdded((before) => [...before, file]);
      setChosen((before) => [...before, file.id]);
      queries.invalidateQueries({ queryKey: ["case", item.id] });
    },
  });
  const choose = (id: string, isChosen: boolean) =>
    setChosen(isChosen ? [...chosen, id] : chosen.filter((each) => each !== id));
  return { files, chosen, choose, uploading };
}

function Files({ files, chosen, choose, uploading }: ReturnType<typeof useFiles>) {
  return (
    <fieldset className="ls-choices">
      <legend className="sd-label">{t`证据（至少一件）`}</legend>
      {files.map((file) => (
        <label key={file.id} className="ls-choice">
          <input
            type="checkbox"
            checked={chosen.includes(file.id)}
            onChange={(event) => choose(file.id, event.target.checked)}
            data-testid="loss-file"
          />
          <span>{file.name}</span>
        </label>
      ))}
      <input
        type="file"
        aria-label={t`上传证据`}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) uploading.mutate(file);
          event.target.value = "";
        }}
        data-testid="loss-upload"
      />
      {uploading.isError && <p className="sd-field-error">{errorText(uploading.error)}</p>}
    </fieldset>
  );
}

/** What was lost, how much, and the files that prove it; somebody else approves it. */
export function LossForm({ item, suggested, onClose }: LossFormProps) {
  const queries = useQueryClient();
  const evidence = useFiles(item);
  const [kind, setKind] = useState<LossKind>(suggested?.kind ?? "settlement");
  const [amount, setAmount] = useState(suggested ? formatPlain(suggested.amount_fen) : "");
  const [at, setAt] = useState(localInput(suggested?.occurred_at ?? serverNow()));
  const [text, setText] = useState(suggested?.text ?? "");
  const amountFen = parseYuan(amount);
  const entering = useMutation({
    mutationFn: () =>
      enterLoss(item.id, {
        kind,
        amount_fen: amountFen ?? 0,
        occurred_at: withOffset(at),
        text,
        attachment_ids: evidence.chosen,
      }),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["losses"] });
      onClose();
    },
  });
  return (
    <Dialog title={t`登记损失`} isOpen onClose={onClose} testId="loss-form">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          entering.mutate();
        }}
      >
        <ChoiceField
          id="loss-kind"
          label={t`什么损失`}
          value={kind}
          choices={LOSS_KINDS}
          word={(each) => lossWord(each as LossKind)}
          onChange={(each) => setKind(each as LossKind)}
        />
        <div className="sd-form-row">
          <TextField
            id="loss-amount"
            label={t`金额（元）`}
            value={amount}
            onChange={setAmount}
            isRequired
          />
          <TextField
            id="loss-at"
            label={t`何时发生`}
            type="datetime-local"
            value={at}
            onChange={setAt}
            isRequired
          />
        </div>
        <TextField
          id="loss-text"
          label={t`怎么回事`}
          value={text}
          onChange={setText}
          isRequired
          isLong
          maxLength={2000}
        />
        <Files {...evidence} />
        {entering.isError && <p className="sd-field-error">{errorText(entering.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={!amountFen || evidence.chosen.length === 0 || entering.isPending}
            data-testid="loss-save"
          >
            <Trans>提交批准</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
