import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { addNote, createCase } from "@/api/cases";
import { compareReissue, type Figure, type Figures } from "@/api/reissue";
import type { Direction } from "@/api/stations";
import { formatPlain, formatYuan, parseYuan } from "@/shared/money/money";
import { notify } from "@/shared/ui/notices";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { Advice, ComparisonTable } from "./Comparison";
import "./dealings.css";

export interface ReissueSubject {
  waybill: string;
  station: string;
  direction: Direction;
  caseId: string | null;
}

interface FigureInputProps {
  label: string;
  assumed: string;
  isYuan: boolean;
  onChange: (value: number | null) => void;
}

/** A figure that may be left to the policy; what it assumes stands there in grey. */
function FigureInput({ label, assumed, isYuan, onChange }: FigureInputProps) {
  const id = useId();
  const [text, setText] = useState("");
  const read = (typed: string) =>
    isYuan ? parseYuan(typed) : /^\d{1,3}$/.test(typed) ? +typed : null;
  const isWrong = text.trim() !== "" && (read(text.trim()) ?? -1) < 0;
  return (
    <div className="sd-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="sd-input sd-num"
        inputMode="decimal"
        placeholder={assumed}
        value={text}
        aria-invalid={isWrong || undefined}
        onChange={(event) => {
          setText(event.target.value);
          const value = read(event.target.value.trim());
          onChange(value !== null && value >= 0 ? value : null);
        }}
      />
    </div>
  );
}

function useReissue(
  subject: ReissueSubject,
  figures: Figures | undefined,
  onOpened: (id: string) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      createCase({
        kind: "reissue",
        direction: subject.direction,
        station: subject.station,
        waybill: subject.waybill,
        details: { reason: "not_found", ...figures },
        ...(subject.caseId ? { from_case: subject.caseId } : {}),
      }),
    onSuccess: (opened) => {
      const number = opened.number;
      notify(t`已发起补单 ${number}`);
      queries.invalidateQueries({ queryKey: ["case"] });
      queries.invalidateQueries({ queryKey: ["case-counts"] });
      onOpened(opened.id);
    },
  });
}

function useWaiting(subject: ReissueSubject, told: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => addNote(subject.caseId ?? "", told),
    onSuccess: () => {
      notify(t`已记下：再等 1 天`);
      queries.invalidateQueries({ queryKey: ["case", subject.caseId] });
    },
  });
}

/** Reissue or wait: figures side by side, and the reissue in one step with the figures as shown. */
export function ReissueOrWait({
  subject,
  onOpened,
}: {
  subject: ReissueSubject;
  onOpened: (id: string) => void;
}) {
  const [given, setGiven] = useState<Partial<Figures>>({});
  const query = useQuery({
    queryKey: ["reissue", subject.station, given],
    queryFn: () => compareReissue(subject.station, given),
    placeholderData: keepPreviousData,
  });
  const answer = query.data;
  const shown = answer?.comparison;
  const wait = formatYuan(shown?.wait_total_fen ?? 0);
  const again = formatYuan(shown?.reissue_total_fen ?? 0);
  const opening = useReissue(subject, shown?.figures, onOpened);
  const waiting = useWaiting(subject, t`再等 1 天：等 ${wait}，补单 ${again}`);
  const change = (name: Figure) => (value: number | null) =>
    setGiven(({ [name]: _dropped, ...rest }) =>
      value === null ? rest : { ...rest, [name]: value },
    );
  if (query.isPending) return <LoadingState label={t`正在比较…`} />;
  if (query.isError || !shown || !answer)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const { figures } = shown;
  const version = `${answer.policy_code} v${answer.policy_version}`;
  return (
    <div className="dl" data-testid="reissue-or-wait">
      <div className="dl-figures">
        <FigureInput
          label={t`货值（元）`}
          assumed={formatPlain(figures.goods_value_fen)}
          isYuan
          onChange={change("goods_value_fen")}
        />
        <FigureInput
          label={t`吊牌价（元）`}
          assumed={formatPlain(figures.price_tag_fen)}
          isYuan
          onChange={change("price_tag_fen")}
        />
        <FigureInput
          label={t`还要几天`}
          assumed={String(figures.expected_days)}
          isYuan={false}
          onChange={change("expected_days")}
        />
        <FigureInput
          label={t`遗失可能 %`}
          assumed={String(figures.loss_percent)}
          isYuan={false}
          onChange={change("loss_percent")}
        />
      </div>
      <ComparisonTable shown={shown} />
      <div className="dl-foot">
        <button
          type="button"
          className="sd-btn"
          data-variant="primary"
          disabled={opening.isPending || opening.isSuccess}
          onClick={() => opening.mutate()}
          data-testid="open-reissue"
        >
          <Trans>发起补单</Trans>
        </button>
        {subject.caseId && (
          <button
            type="button"
            className="sd-btn"
            disabled={waiting.isPending}
            onClick={() => waiting.mutate()}
            data-testid="wait-more"
          >
            <Trans>再等 1 天</Trans>
          </button>
        )}
        <Advice shown={shown} />
      </div>
      {opening.isError && <p className="sd-field-error">{errorText(opening.error)}</p>}
      {answer.assumed.length > 0 && (
        <p className="sd-label">
          <Trans>灰色数字按制度 {version} 估计，可改。</Trans>
        </p>
      )}
    </div>
  );
}
