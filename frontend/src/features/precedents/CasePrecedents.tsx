import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import type { Case } from "@/api/cases";
import { type Precedent, precedentsOf } from "@/api/precedents";
import { MarkButton } from "./MarkButton";
import { factsOf } from "./words";
import "./precedents.css";

function Offered({ precedent }: { precedent: Precedent }) {
  return (
    <details className="pr-offered" data-testid="similar-precedent">
      <summary>
        <b>{precedent.title}</b>
        <span className="sd-muted">{factsOf(precedent)}</span>
      </summary>
      <p className="pr-lesson">{precedent.lesson}</p>
    </details>
  );
}

/** What earlier cases like this one taught; a closed one may become a lesson itself. */
export function CasePrecedents({ item }: { item: Case }) {
  const { session } = useRouteContext({ from: "/firm" });
  const query = useQuery({
    queryKey: ["precedents-of", item.id],
    queryFn: () => precedentsOf(item.id),
    enabled: session.permissions.includes("policies_read"),
  });
  const items = query.data?.items ?? [];
  const own = query.data?.own;
  const title = own?.title ?? "";
  const mayMark =
    query.isSuccess && !own && !!item.closed_at && session.permissions.includes("cases_supervise");
  if (items.length === 0 && !own && !mayMark) return null;
  return (
    <section className="cp-section" aria-label={t`相似案例`} data-testid="precedents">
      <h3 className="cp-h">
        <span className="sd-label">
          <Trans>相似案例</Trans>
        </span>
        <span className="dk-spring" />
        {mayMark && <MarkButton item={item} />}
      </h3>
      {own && <p className="sd-muted">{t`本件已收入案例档案：${title}`}</p>}
      {items.map((each) => (
        <Offered key={each.id} precedent={each} />
      ))}
    </section>
  );
}
