import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Award, type AwardFine, decideAward, mergeAwards } from "@/api/losses";
import { TextField } from "@/shared/forms/TextField";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime, fullDay } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";
import { statusWord } from "@/shared/words/words";
import { groundWord } from "./words";

interface AwardDecisionProps {
  award: Award;
  onClose: () => void;
}

function FineChoice({
  fine,
  isChosen,
  onChoose,
}: {
  fine: AwardFine;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  return (
    <label className="ls-choice">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={(event) => onChoose(event.target.checked)}
        data-testid="award-fine"
      />
      <span>
        <b>{fine.name}</b> {fine.code}
        <br />
        <span className="sd-muted">
          {fine.bill_no} · {fullDay(fine.occurred_at)} · {statusWord(fine.status)}
          {fine.is_same_kind && ` · ${t`与仲裁同类`}`}
        </span>
      </span>
      <span className="sd-num">{formatYuan(fine.net_fen)}</span>
    </label>
  );
}

function Twins({ award, onMerge }: { award: Award; onMerge: (otherId: string) => void }) {
  return (
    <>
      {award.twins.map((twin) => {
        const amount = formatYuan(twin.amount_fen);
        const at = dayAndTime(twin.received_at);
        return (
          <p key={twin.id} className="ls-twin">
            <span>
              {twin.is_of_bill ? (
                <Trans>
                  账单上另有一笔返款 {amount}（{at}）
                </Trans>
              ) : (
                <Trans>
                  工作项里另记有一笔返款 {amount}（{at}）
                </Trans>
              )}
            </span>
            <button
              type="button"
              className="sd-btn"
              onClick={() => onMerge(twin.id)}
              data-testid="award-same"
            >
              <Trans>是同一笔，按账单金额</Trans>
            </button>
          </p>
        );
      })}
    </>
  );
}

/** Which fines an award is about; none of them: it is the station's own. */
export function AwardDecision({ award, onClose }: AwardDecisionProps) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string[]>(
    award.fines.filter((each) => each.is_chosen).map((each) => each.id),
  );
  const [note, setNote] = useState("");
  const done = () => {
    for (const key of ["awards", "fines", "fine"]) queries.invalidateQueries({ queryKey: [key] });
    onClose();
  };
  const deciding = useMutation({
    mutationFn: (fineIds: string[]) => decideAward(award.id, fineIds, note),
    onSuccess: done,
  });
  const merging = useMutation({
    mutationFn: (otherId: string) => mergeAwards(award.id, otherId),
    onSuccess: done,
  });
  const error = deciding.error ?? merging.error;
  const amount = formatYuan(award.amount_fen);
  const count = chosen.length;
  return (
    <Dialog title={t`这笔返款归谁`} isOpen onClose={onClose} testId="award-decision">
      <p className="ls-about">
        {award.station.name} · {groundWord(award.ground)} · {award.waybill || "—"} · <b>{amount}</b>
      </p>
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          deciding.mutate(chosen);
        }}
      >
        <Twins award={award} onMerge={(otherId) => merging.mutate(otherId)} />
        <fieldset className="ls-choices">
          <legend className="sd-label">{t`是哪几笔罚款的返款（按各方实际承担退回）`}</legend>
          {award.fines.length === 0 && <p className="sd-muted">{t`这个运单没有罚款。`}</p>}
          {award.fines.map((fine) => (
            <FineChoice
              key={fine.id}
              fine={fine}
              isChosen={chosen.includes(fine.id)}
              onChoose={(isChosen) =>
                setChosen(isChosen ? [...chosen, fine.id] : chosen.filter((id) => id !== fine.id))
              }
            />
          ))}
        </fieldset>
        <TextField
          id="award-note"
          label={t`说明`}
          value={note}
          onChange={setNote}
          maxLength={2000}
        />
        {error && <p className="sd-field-error">{errorText(error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={count === 0 || deciding.isPending}
            data-testid="award-assign"
          >
            <Trans>按这 {count} 笔退回</Trans>
          </button>
          <button
            type="button"
            className="sd-btn"
            disabled={deciding.isPending}
            onClick={() => deciding.mutate([])}
            data-testid="award-stations"
          >
            <Trans>全归网点，不动账</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
