import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { listPolicies, listSchemas, type PolicyLine } from "@/api/policies";
import { localised } from "@/shared/i18n/locale";
import { dayOfYear, fullDay } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { PolicyView } from "./PolicyView";
import { RulesImport } from "./RulesImport";
import { scopeWord } from "./words";

function Line({ line, isOpen, onOpen }: { line: PolicyLine; isOpen: boolean; onOpen: () => void }) {
  const day = line.next_from ? dayOfYear(line.next_from) : "";
  return (
    <li>
      <button
        type="button"
        className="po-line"
        data-cursor={isOpen || undefined}
        aria-current={isOpen ? "true" : undefined}
        onClick={onOpen}
        data-testid="policy-line"
        data-code={line.code}
        data-carrier={line.carrier ?? ""}
      >
        <span>{scopeWord(line.carrier)}</span>
        <span className="sd-muted">
          {line.is_example ? t`示例` : `v${line.version}`}
          {line.next_from && ` · ${t`${day} 起改`}`}
          {line.is_unread && <b> · {t`未阅`}</b>}
        </span>
      </button>
    </li>
  );
}

/** Left the codes and whom they are for, right the one that is open. */
export function RulesTab({ mayManage }: { mayManage: boolean }) {
  const search = useSearch({ from: "/firm/policies/{-$tab}" });
  const navigate = useNavigate({ from: "/policies/{-$tab}" });
  const lines = useQuery({ queryKey: ["policies"], queryFn: listPolicies });
  const schemas = useQuery({ queryKey: ["policy-schemas"], queryFn: listSchemas });
  const items = lines.data?.items ?? [];
  const open =
    items.find(
      (line) => line.code === search.code && (line.carrier ?? "") === (search.carrier ?? ""),
    ) ??
    items.find((line) => line.code === search.code) ??
    items[0];
  if (lines.isPending || schemas.isPending) return <LoadingState label={t`正在读取制度…`} />;
  if (lines.isError) return <ErrorState error={lines.error} onRetry={lines.refetch} />;
  if (!open) return <EmptyState title={t`还没有制度`} />;
  const codes = [...new Set(items.map((line) => line.code))];
  const show = (line: PolicyLine) =>
    navigate({
      search: { code: line.code, carrier: line.carrier ?? undefined },
      replace: true,
    });
  return (
    <div className="po-rules">
      <nav className="po-list" aria-label={t`制度列表`}>
        {codes.map((code) => {
          const own = items.filter((line) => line.code === code);
          return (
            <section key={code}>
              <h2 className="sd-label">{localised(own[0]?.label_zh, own[0]?.label_en)}</h2>
              <ul>
                {own.map((line) => (
                  <Line
                    key={line.carrier ?? ""}
                    line={line}
                    isOpen={line === open}
                    onOpen={() => show(line)}
                  />
                ))}
              </ul>
            </section>
          );
        })}
        <p className="sd-muted po-foot">
          <Trans>标“示例”的数字不是总部规定，录入自己的版本即取代。</Trans>
        </p>
        {mayManage && <RulesImport />}
      </nav>
      <PolicyView
        key={`${open.code} ${open.carrier}`}
        line={open}
        schema={schemas.data?.items.find((schema) => schema.code === open.code)}
        mayManage={mayManage}
        today={fullDay(Date.now())}
      />
    </div>
  );
}
