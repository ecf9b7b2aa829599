import { t } from "@lingui/core/macro";
import { useQuery } from "@tanstack/react-query";
import { type PolicySchema, type PolicyVersion, readDifference } from "@/api/policies";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { clockLabel, parameterLabel, valueWord } from "./words";

const FIELDS = () => ({
  length_minutes: t`分钟`,
  calendar: t`日历`,
  owner: t`谁定的`,
  rungs_minutes_before: t`提醒`,
});

function pathWord(path: string, schema: PolicySchema | undefined): string {
  const [first = "", name = "", ...rest] = path.split(".");
  const words = FIELDS() as Record<string, string>;
  if (first === "clocks")
    return [clockLabel(schema, name), ...rest.map((part) => words[part] ?? part)].join(" · ");
  return [parameterLabel(schema, first), name, ...rest].filter(Boolean).join(" · ");
}

const named = (version: PolicyVersion) =>
  version.is_example ? version.title : `${version.title} v${version.version}`;

interface DifferenceProps {
  code: string;
  carrier: string | null;
  from: number;
  to: number;
  schema: PolicySchema | undefined;
}

/** Two versions side by side: figures that differ, then the text line by line. */
export function Difference({ code, carrier, from, to, schema }: DifferenceProps) {
  const query = useQuery({
    queryKey: ["policy-difference", code, carrier, from, to],
    queryFn: () => readDifference(code, carrier, from, to),
  });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={query.refetch} />;
  const found = query.data;
  return (
    <article data-testid="difference">
      <table className="sd-table po-difference">
        <thead>
          <tr>
            <th scope="col">{t`不同之处`}</th>
            <th scope="col">{named(found.old)}</th>
            <th scope="col">{named(found.new)}</th>
          </tr>
        </thead>
        <tbody>
          {found.parameters.map((each) => (
            <tr key={each.path}>
              <td>{pathWord(each.path, schema)}</td>
              <td>
                <del>{valueWord(each.path, each.old)}</del>
              </td>
              <td>
                <ins>{valueWord(each.path, each.new)}</ins>
              </td>
            </tr>
          ))}
          {found.parameters.length === 0 && (
            <tr>
              <td colSpan={3}>{t`数字没有不同`}</td>
            </tr>
          )}
        </tbody>
      </table>
      {found.text.some((line) => line.change !== "same") && (
        <pre className="po-diff">
          {found.text.map((line, place) => {
            const key = `${place} ${line.change}`;
            if (line.change === "gone") return <del key={key}>{`− ${line.text}\n`}</del>;
            if (line.change === "new") return <ins key={key}>{`+ ${line.text}\n`}</ins>;
            return <span key={key}>{`  ${line.text}\n`}</span>;
          })}
        </pre>
      )}
    </article>
  );
}
