import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Case } from "@/api/cases";
import { heldOn, listSchemas, listVersions } from "@/api/policies";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { dayOfYear } from "@/shared/time/time";
import { clockLabel, lengthWord } from "./words";
import "./policies.css";

const FIGURES_MAX = 3;

/** 现行制度: which version holds for the case's kind and carrier, its figures, since when. */
export function PolicyInForce({ item }: { item: Case }) {
  const code = `case.${item.kind}`;
  const carrier = item.station.carrier;
  const held = useQuery({
    queryKey: ["policy-in-force", code, carrier],
    queryFn: async () => {
      const version = await heldOn(code, carrier);
      if (!version.id) return version;
      // Whether the reader has acknowledged it stands in the list of versions.
      const own = await listVersions(version.code, version.carrier);
      return own.items.find((each) => each.id === version.id) ?? version;
    },
    staleTime: 60_000,
  });
  const schemas = useQuery({ queryKey: ["policy-schemas"], queryFn: listSchemas });
  const version = held.data;
  if (!version) return null;
  const schema = schemas.data?.items.find((each) => each.code === code);
  const figures = Object.entries(version.parameters.clocks ?? {})
    .slice(0, FIGURES_MAX)
    .map(([name, clock]) => `${clockLabel(schema, name)} ${lengthWord(clock.length_minutes)}`);
  const risk = version.parameters.risk_fen;
  if (typeof risk === "number" && risk > 0) {
    const amount = formatYuan(risk);
    figures.push(t`超时 ${amount}`);
  }
  const since = version.effective_from ? dayOfYear(version.effective_from) : "";
  return (
    <section className="cp-section po-block" aria-label={t`现行制度`} data-testid="policy-in-force">
      <h3 className="sd-label">
        <Trans>现行制度</Trans>
      </h3>
      <p>
        <Link
          to="/policies/{-$tab}"
          params={{ tab: undefined }}
          search={{ code, carrier: version.carrier ?? undefined }}
        >
          {version.title || localised(schema?.label_zh, schema?.label_en)} v{version.version}
        </Link>
      </p>
      <p className="sd-muted">{figures.join(localised("，", ", "))}</p>
      {!version.is_example && (
        <p className="sd-muted">
          {since && <Trans>{since} 起</Trans>}
          {version.read_at && ` · ${t`你已阅`}`}
        </p>
      )}
    </section>
  );
}
