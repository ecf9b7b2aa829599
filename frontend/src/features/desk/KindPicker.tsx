import { t } from "@lingui/core/macro";
import type { KindInfo } from "@/api/cases";
import { localised } from "@/shared/i18n/locale";

const SHELVES = ["exception", "headquarters", "customer", "claim", "road"];

function shelfWord(shelf: string): string {
  switch (shelf) {
    case "exception":
      return t`快件异常`;
    case "headquarters":
      return t`总部来件`;
    case "customer":
      return t`客户服务`;
    case "claim":
      return t`赔付申诉`;
    case "road":
      return t`路上`;
    default:
      return t`其他`;
  }
}

/** What needs the id of something else is opened from there, not by hand. */
export function isOpenedByHand(kind: KindInfo): boolean {
  const { properties = {}, required = [] } = kind.create_schema;
  return !required.some((name) => properties[name]?.format === "uuid");
}

/** The kinds by shelf, in the order in which the desk thinks of them. */
export function shelvesOf(kinds: KindInfo[]): { shelf: string; kinds: KindInfo[] }[] {
  const known = [...new Set([...SHELVES, ...kinds.map((kind) => kind.group)])];
  return known
    .map((shelf) => ({ shelf, kinds: kinds.filter((kind) => kind.group === shelf) }))
    .filter((each) => each.kinds.length > 0);
}

interface KindPickerProps {
  kinds: KindInfo[];
  chosen: KindInfo;
  onChoose: (kind: string) => void;
}

/** Every kind on its shelf; one group of radio buttons, so that the arrows go through all. */
export function KindPicker({ kinds, chosen, onChoose }: KindPickerProps) {
  return (
    <div className="nk" role="radiogroup" aria-label={t`类型`}>
      {shelvesOf(kinds).map(({ shelf, kinds: onShelf }) => (
        <div key={shelf} className="nk-shelf">
          <span className="nk-word">{shelfWord(shelf)}</span>
          {onShelf.map((kind) => (
            <label key={kind.kind} data-chosen={kind === chosen || undefined}>
              <input
                type="radio"
                name="new-kind"
                checked={kind === chosen}
                onChange={() => onChoose(kind.kind)}
                data-testid={`new-kind-${kind.kind}`}
              />
              {localised(kind.label_zh, kind.label_en)}
            </label>
          ))}
        </div>
      ))}
    </div>
  );
}
