import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type Case, readCase } from "@/api/cases";
import { CasePeople } from "@/features/customers/CasePeople";
import { CasePromises } from "@/features/customers/CasePromises";
import { CaseDealings } from "@/features/dealings/CaseDealings";
import { CaseLosses } from "@/features/losses/CaseLosses";
import { CaseAsked } from "@/features/notices/CaseAsked";
import { PolicyInForce } from "@/features/policies/PolicyInForce";
import { CasePrecedents } from "@/features/precedents/CasePrecedents";
import { ProposeRiskButton, RiskHits } from "@/features/risk/RiskHits";
import { Keycap } from "@/shared/ui/Icon";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { CaseClocks } from "./CaseClocks";
import { CaseFacts } from "./CaseFacts";
import { CaseHead } from "./CaseHead";
import { Evidence } from "./Evidence";
import { MacroPanel } from "./MacroPanel";
import { Milestones } from "./Milestones";
import { NextStep } from "./NextStep";
import { OpenAnother } from "./OpenAnother";
import { Related } from "./Related";
import { Timeline } from "./Timeline";
import { useEvidence } from "./useEvidence";
import type { useHolding } from "./useHolding";
import { useParcel } from "./useParcel";
import { useViewing } from "./Viewing";

interface CasePaneProps {
  caseId: string | undefined;
  onClose: () => void;
  onOpen: (id: string) => void;
  holding: ReturnType<typeof useHolding>;
}

function OpenCase({
  item,
  onClose,
  onOpen,
  holding,
}: { item: Case } & Omit<CasePaneProps, "caseId">) {
  const evidence = useEvidence(item);
  const parcel = useParcel(item);
  return (
    <article
      className="cp-body"
      aria-label={item.number}
      {...evidence.dropTarget}
      data-dropping={evidence.isDropping || undefined}
      data-testid="case-pane"
      data-case-id={item.id}
      data-state={item.state}
      data-version={item.version}
    >
      <CaseHead item={item} onClose={onClose} holding={holding} />
      <RiskHits item={item} />
      <CasePeople item={item} aside={<ProposeRiskButton item={item} />} />
      <CaseFacts key={`${item.id}-${item.version}`} item={item} />
      {parcel && <Milestones parcel={parcel} station={item.station} direction={item.direction} />}
      <CaseClocks item={item} />
      <NextStep key={item.id} item={item} holding={holding} />
      <CaseDealings item={item} onOpen={onOpen} />
      <CasePromises item={item} />
      <CaseLosses item={item} />
      <CaseAsked item={item} />
      <Evidence item={item} evidence={evidence} />
      <Timeline item={item} />
      <MacroPanel item={item} />
      <Related rows={item.related} onOpen={onOpen} />
      <PolicyInForce item={item} />
      <CasePrecedents item={item} />
      <OpenAnother item={item} onOpen={onOpen} />
    </article>
  );
}

/** The case beside the queue; below 1280 px it covers it. */
export function CasePane({ caseId, ...rest }: CasePaneProps) {
  const query = useQuery({
    queryKey: ["case", caseId],
    queryFn: () => readCase(caseId ?? ""),
    enabled: caseId !== undefined,
  });
  useViewing(caseId);
  return (
    <section className="cp" aria-label={t`工作项`}>
      {!caseId && (
        <EmptyState title={t`还没有打开工作项`}>
          <Trans>
            <Keycap>j</Keycap> <Keycap>k</Keycap> 移动，<Keycap>↵</Keycap> 打开；<Keycap>n</Keycap>{" "}
            认领最急的一件。
          </Trans>
        </EmptyState>
      )}
      {caseId && query.isPending && <LoadingState label={t`正在读取工作项…`} />}
      {caseId && query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      )}
      {caseId && query.data && <OpenCase item={query.data} {...rest} />}
    </section>
  );
}
