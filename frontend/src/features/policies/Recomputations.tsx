import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { listRecomputations } from "@/api/policies";

const WHILE_RUNNING_MS = 1_500;
const IDLE_MS = 30_000;

/** Open clocks being reckoned again: the latest correction, how far it has got, what it moved. */
export function Recomputations() {
  const query = useQuery({
    queryKey: ["recomputations"],
    queryFn: listRecomputations,
    refetchInterval: (state) =>
      state.state.data?.items.some((each) => !each.finished_at) ? WHILE_RUNNING_MS : IDLE_MS,
  });
  const latest = query.data?.items[0];
  if (!latest) return null;
  const { done, changed, reason, failed } = latest;
  const total = latest.total ?? 0;
  return (
    <div className="po-progress" role="status" data-testid="recomputation">
      <span className="po-reason" title={reason}>
        {reason}
      </span>
      {latest.finished_at ? (
        <span className="sd-muted">
          <Trans>
            重算 {done} 件，{changed} 个时限有变
          </Trans>
          {failed > 0 && ` · ${t`${failed} 个算不出`}`}
        </span>
      ) : (
        <>
          <progress max={Math.max(total, 1)} value={done} aria-label={t`重算进度`} />
          <span className="sd-muted sd-num">
            {done} / {latest.total ?? "…"}
          </span>
        </>
      )}
    </div>
  );
}
