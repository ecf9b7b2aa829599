import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Deletion, listDeletions, type RetentionPage as Page } from "@/api/evidence";
import { dayAndTime, fullDay } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { sizeWord } from "@/shared/upload/size";
import "./retention.css";

function typeWord(name: string): string {
  const words: Record<string, string> = {
    photo_days: t`照片`,
    recording_days: t`录音`,
    video_days: t`视频`,
    document_days: t`文档`,
    other_days: t`其他`,
    complaint_days: t`投诉至少`,
    arbitration_days: t`仲裁至少`,
    penalty_appeal_days: t`申诉至少`,
  };
  return words[name] ?? name;
}

function Rule({ page }: { page: Page }) {
  const { title, version, is_example: isExample } = page.rule;
  return (
    <section className="rt-rule" data-testid="retention-rule">
      <p>
        {isExample
          ? t`还没有本公司的留存制度：下面是示例，不会删除任何文件。在“制度”里录入后才生效。`
          : t`现行：${title} v${version}。办结后满天数即删除；保全、同单未结、未定责的罚款会留住文件。`}
      </p>
      <dl>
        {Object.entries(page.parameters).map(([name, days]) => (
          <div key={name}>
            <dt>{typeWord(name)}</dt>
            <dd>{t`${days} 天`}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Line({ entry }: { entry: Deletion }) {
  const days = entry.kept_days;
  return (
    <tr data-testid="deletion">
      <td>{dayAndTime(entry.at)}</td>
      <td>{entry.name}</td>
      <td>
        <Link to="/desk/{-$caseId}" params={{ caseId: entry.case_id }}>
          {entry.case_number}
        </Link>
      </td>
      <td className="sd-num">{sizeWord(entry.size_bytes)}</td>
      <td>{fullDay(entry.closed_at)}</td>
      <td>
        {entry.policy_code} v{entry.policy_version} · {t`${days} 天`}
      </td>
      <td className="rt-hash" title={entry.sha256}>
        {entry.sha256.slice(0, 16)}…
      </td>
    </tr>
  );
}

/** The rule of retention, and every file that it deleted. */
export function RetentionPage() {
  const query = useInfiniteQuery({
    queryKey: ["retention"],
    queryFn: ({ pageParam }) => listDeletions(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const [first] = query.data.pages;
  const entries = query.data.pages.flatMap((page) => page.items);
  return (
    <div className="rt">
      <h1>
        <Trans>证据留存</Trans>
      </h1>
      {first && <Rule page={first} />}
      {entries.length === 0 ? (
        <EmptyState title={t`还没有删除过文件`}>
          {t`每晚按制度删除到期的文件；删了什么、依据哪一版，都写在这里。`}
        </EmptyState>
      ) : (
        <table className="sd-table">
          <thead>
            <tr>
              <th>{t`删除时间`}</th>
              <th>{t`文件`}</th>
              <th>{t`工作项`}</th>
              <th className="sd-num">{t`大小`}</th>
              <th>{t`办结`}</th>
              <th>{t`依据`}</th>
              <th>SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Line key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
        <button type="button" className="sd-btn" onClick={() => query.fetchNextPage()}>
          <Trans>再看 100 条</Trans>
        </button>
      )}
    </div>
  );
}
