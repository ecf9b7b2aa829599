import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";

interface HeadingProps {
  head: string[][];
  row: number | null;
  rows: number;
  onPoint: (row: number, rows: number) => void;
}

const SHOWN_ROWS = 7;
const SHOWN_COLUMNS = 12;

/** The file's first rows as they stand; a click says which of them is the heading. */
export function Heading({ head, row, rows, onPoint }: HeadingProps) {
  const shown = head.slice(0, Math.max(SHOWN_ROWS, (row ?? 1) + rows + 1));
  const isHeading = (at: number) => row !== null && at >= row && at < row + rows;
  return (
    <section className="im-heading" aria-label={t`表头`}>
      <div className="im-heading-bar">
        <h3>
          <Trans>表头在第 {row ?? "?"} 行</Trans>
        </h3>
        <div className="sd-seg" role="radiogroup" aria-label={t`表头有几行`}>
          {[1, 2].map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="heading-rows"
                checked={rows === each}
                onChange={() => onPoint(row ?? 1, each)}
                data-testid={`heading-rows-${each}`}
              />
              {each === 1 ? t`一行表头` : t`两行表头`}
            </label>
          ))}
        </div>
      </div>
      <div className="im-scroll">
        <table className="im-raw">
          <tbody>
            {shown.map((cells, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row of a file is its number
              <tr key={index} data-heading={isHeading(index + 1) || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    onClick={() => onPoint(index + 1, rows)}
                    aria-label={t`第 ${index + 1} 行是表头`}
                    data-testid={`heading-row-${index + 1}`}
                  >
                    {index + 1}
                  </button>
                </th>
                {cells.slice(0, SHOWN_COLUMNS).map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                  <td key={column}>{cell}</td>
                ))}
                {cells.length > SHOWN_COLUMNS && <td className="sd-muted">…</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
