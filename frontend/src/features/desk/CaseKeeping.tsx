import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { holdCase, type Keeping, readKeeping, releaseCase } from "@/api/evidence";
import { fullDay } from "@/shared/time/time";
import { errorText } from "@/shared/ui/States";

function keptText(keeping: Keeping): string {
  const { code, version } = keeping.rule;
  if (keeping.rule.is_example) return t`本公司还没有留存制度，文件一直保留。`;
  if (!keeping.kept_until) return t`办结后按留存制度 ${code} v${version} 保留。`;
  const until = fullDay(keeping.kept_until);
  return t`按留存制度 ${code} v${version}，最早 ${until} 删除。`;
}

function Hold({ item, keeping }: { item: Case; keeping: Keeping }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const changing = useMutation({
    mutationFn: async () => {
      if (keeping.hold) await releaseCase(item.id);
      else await holdCase(item.id, reason.trim());
    },
    onSettled: () => {
      setReason("");
      queries.invalidateQueries({ queryKey: ["keeping", item.id] });
      queries.invalidateQueries({ queryKey: ["case", item.id] });
    },
  });
  return (
    <form
      className="ev-hold"
      onSubmit={(event) => {
        event.preventDefault();
        changing.mutate();
      }}
    >
      {!keeping.hold && (
        <input
          className="sd-input"
          required
          maxLength={500}
          aria-label={t`保全理由`}
          placeholder={t`保全理由，如：法院调取`}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      <button type="submit" className="sd-btn" disabled={changing.isPending} data-testid="hold">
        {keeping.hold ? <Trans>解除保全</Trans> : <Trans>设为保全</Trans>}
      </button>
      {changing.isError && <p className="sd-field-error">{errorText(changing.error)}</p>}
    </form>
  );
}

/** How long the case's files are kept, and whether somebody holds them back from deletion. */
export function CaseKeeping({ item }: { item: Case }) {
  const { session } = useRouteContext({ from: "/firm" });
  const keeping = useQuery({ queryKey: ["keeping", item.id], queryFn: () => readKeeping(item.id) });
  if (keeping.isError) return <p className="sd-field-error">{errorText(keeping.error)}</p>;
  if (!keeping.data) return null;
  const { hold } = keeping.data;
  const by = hold?.set_by ?? "";
  const reason = hold?.reason ?? "";
  return (
    <section className="ev-keeping" data-testid="keeping">
      <h3 className="sd-label">
        <Trans>留存</Trans>
      </h3>
      <p className="sd-muted">{keptText(keeping.data)}</p>
      {hold && <p>{t`${by} 已设保全，不删除：${reason}`}</p>}
      {session.permissions.includes("cases_supervise") && (
        <Hold item={item} keeping={keeping.data} />
      )}
    </section>
  );
}
