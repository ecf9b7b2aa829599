import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Exemption, listExemptions, withdrawExemption } from "@/api/policies";
import { dayAndTime } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { kindWord } from "@/shared/words/words";
import { ExemptionForm } from "./ExemptionForm";
import { lengthWord, scopeWord } from "./words";

export function effectWord(effect: Exemption["effect"]): string {
  if (effect === "add") return t`加时`;
  return effect === "until" ? t`顺延到` : t`期间不计`;
}

function gives(exemption: Exemption): string {
  if (exemption.added_minutes) return `${t`加时`} ${lengthWord(exemption.added_minutes)}`;
  if (exemption.new_due_at) return `${t`顺延到`} ${dayAndTime(exemption.new_due_at)}`;
  return effectWord(exemption.effect);
}

function Withdrawal({ exemption, onClose }: { exemption: Exemption; onClose: () => void }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const withdrawing = useMutation({
    mutationFn: () => withdrawExemption(exemption.id, reason),
    onSuccess: () => {
      for (const key of ["exemptions", "recomputations"])
        queries.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  return (
    <Dialog title={t`撤回免考`} isOpen onClose={onClose}>
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          withdrawing.mutate();
        }}
      >
        <div className="sd-field">
          <label htmlFor="withdraw-reason">{t`原因`}</label>
          <input
            id="withdraw-reason"
            className="sd-input"
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        {withdrawing.isError && <p className="sd-field-error">{errorText(withdrawing.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={withdrawing.isPending}
          >
            <Trans>撤回，时限退回原样</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** 免考: what headquarters exempted, where and when, by which proof. */
export function ExemptionsTab({ mayManage }: { mayManage: boolean }) {
  const [isAdding, setAdding] = useState(false);
  const [taken, setTaken] = useState<Exemption | null>(null);
  const query = useInfiniteQuery({
    queryKey: ["exemptions"],
    queryFn: ({ pageParam }) => listExemptions(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="po-page">
      {mayManage && (
        <div className="po-bar">
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            onClick={() => setAdding(true)}
            data-testid="new-exemption"
          >
            <Trans>录入免考</Trans>
          </button>
        </div>
      )}
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={query.refetch} />}
      {query.data && items.length === 0 && (
        <EmptyState title={t`还没有免考通知`}>
          <Trans>总部因天气、停运等免考时，在这里录入，未结时限随即顺延。</Trans>
        </EmptyState>
      )}
      {items.length > 0 && (
        <table className="sd-table po-clocks" data-testid="exemptions">
          <thead>
            <tr>
              <th scope="col">{t`通知`}</th>
              <th scope="col">{t`范围`}</th>
              <th scope="col">{t`期间`}</th>
              <th scope="col">{t`效果`}</th>
              <th scope="col">{t`录入人`}</th>
              <th scope="col">{t`状态`}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <tr key={each.id}>
                <td>
                  <b>{each.title}</b>
                  <br />
                  <span className="sd-muted">{each.proof}</span>
                </td>
                <td>
                  {scopeWord(each.carrier)}
                  {each.area && ` · ${each.area}`}
                  {each.stations.length > 0 && ` · ${each.stations.join(" ")}`}
                  {each.kinds.length > 0 && ` · ${each.kinds.map(kindWord).join(" ")}`}
                </td>
                <td>
                  {dayAndTime(each.from_at)} – {dayAndTime(each.to_at)}
                </td>
                <td>{gives(each)}</td>
                <td>
                  {each.created_by_name} {dayAndTime(each.created_at)}
                </td>
                <td>
                  {each.withdrawn_at ? (
                    <span title={each.withdrawn_reason ?? ""}>
                      {t`已撤回`} · {each.withdrawn_reason}
                    </span>
                  ) : mayManage ? (
                    <button
                      type="button"
                      className="sd-btn"
                      data-variant="link"
                      onClick={() => setTaken(each)}
                    >
                      <Trans>撤回通知</Trans>
                    </button>
                  ) : (
                    t`有效`
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
        <button type="button" className="sd-btn" onClick={() => query.fetchNextPage()}>
          <Trans>更多</Trans>
        </button>
      )}
      {isAdding && <ExemptionForm onClose={() => setAdding(false)} />}
      {taken && <Withdrawal exemption={taken} onClose={() => setTaken(null)} />}
    </div>
  );
}
