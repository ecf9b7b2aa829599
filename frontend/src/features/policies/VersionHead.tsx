import { t } from "@lingui/core/macro";
import { carrierWord } from "@/shared/words/words";
import { scopeWord } from "./words";

const CARRIERS = ["zto", "yto", "sto", "yunda", "jt", "sf", "jd", "ems", "best", "deppon"];

/** What a version says of itself: for whom, from when to when, in which words. */
export type VersionHead = Record<"scope" | "title" | "text" | "source" | "begins" | "ends", string>;

interface HeadProps {
  head: VersionHead;
  onChange: (patch: Partial<VersionHead>) => void;
}

function Moment({
  name,
  label,
  head,
  onChange,
}: HeadProps & { name: "begins" | "ends"; label: string }) {
  return (
    <div className="sd-field">
      <label htmlFor={`po-${name}`}>{label}</label>
      <input
        id={`po-${name}`}
        type="datetime-local"
        className="sd-input"
        value={head[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
        data-testid={`version-${name}`}
      />
    </div>
  );
}

export function HeadFields({ head, onChange }: HeadProps) {
  return (
    <>
      <div className="sd-form-row">
        <div className="sd-field">
          <label htmlFor="po-title">{t`标题`}</label>
          <input
            id="po-title"
            className="sd-input"
            required
            maxLength={200}
            value={head.title}
            onChange={(event) => onChange({ title: event.target.value })}
            data-testid="version-title"
          />
        </div>
        <div className="sd-field">
          <label htmlFor="po-scope">{t`快递公司`}</label>
          <select
            id="po-scope"
            data-testid="version-scope"
            className="sd-select"
            value={head.scope}
            onChange={(event) => onChange({ scope: event.target.value })}
          >
            <option value="">{scopeWord(null)}</option>
            {CARRIERS.map((each) => (
              <option key={each} value={each}>
                {carrierWord(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="sd-form-row">
        <Moment name="begins" label={t`生效（空着：从现在起）`} head={head} onChange={onChange} />
        <Moment name="ends" label={t`失效（可空）`} head={head} onChange={onChange} />
      </div>
      {head.begins && (
        <p className="sd-muted" role="note">
          {t`生效时间早于现在的，录入后会重算未结时限，并写进每件的经过。`}
        </p>
      )}
    </>
  );
}

export function WordFields({ head, onChange }: HeadProps) {
  return (
    <>
      <div className="sd-field">
        <label htmlFor="po-source">{t`来源`}</label>
        <input
          id="po-source"
          className="sd-input"
          value={head.source}
          placeholder={t`通知名称、文号、日期`}
          onChange={(event) => onChange({ source: event.target.value })}
        />
      </div>
      <div className="sd-field">
        <label htmlFor="po-text">{t`正文`}</label>
        <textarea
          id="po-text"
          className="sd-area"
          rows={5}
          value={head.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </div>
    </>
  );
}
