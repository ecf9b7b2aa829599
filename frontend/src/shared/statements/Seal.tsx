import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { paperUrl, type StatementDetail, sheetUrl } from "@/api/statements";
import { currentLocale } from "@/shared/i18n/locale";
import { dayAndTime } from "@/shared/time/time";
import { answerWord } from "./words";
import "./statements.css";

/** The statement as a file, and the hashes by which anybody can tell that it is unchanged. */
export function Seal({ statement }: { statement: StatementDetail }) {
  const locale = currentLocale();
  return (
    <section className="st-seal" aria-label={t`文件与封存`}>
      <p className="st-files">
        <a className="sd-btn" href={paperUrl(statement.id, locale)} download data-testid="paper">
          <Trans>下载 PDF</Trans>
        </a>
        <a className="sd-btn" href={sheetUrl(statement.id, locale)} download>
          Excel
        </a>
      </p>
      <dl>
        <dt>{t`内容 SHA-256`}</dt>
        <dd>{statement.content_hash}</dd>
        <dt>{t`本月对账单树根`}</dt>
        <dd>{statement.root}</dd>
      </dl>
    </section>
  );
}

/** Who has looked at it, accepted it or objected, and what the firm said. */
export function Answers({ statement }: { statement: StatementDetail }) {
  if (statement.answers.length === 0) return null;
  return (
    <ol className="st-answers" aria-label={t`往来`}>
      {statement.answers.map((each) => (
        <li key={each.answered_at + each.answer}>
          <span className="sd-muted">{dayAndTime(each.answered_at)}</span> {each.answered_by}{" "}
          <b>{answerWord(each.answer)}</b>
          {each.text && <p>{each.text}</p>}
        </li>
      ))}
    </ol>
  );
}
