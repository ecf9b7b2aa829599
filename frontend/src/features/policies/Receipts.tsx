import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { listReceipts } from "@/api/policies";
import { dayAndTime } from "@/shared/time/time";

/** Who has read a version, and first of all who has not. */
export function Receipts({ versionId }: { versionId: string }) {
  const query = useQuery({
    queryKey: ["policy-receipts", versionId],
    queryFn: () => listReceipts(versionId),
  });
  const readers = query.data?.items ?? [];
  if (readers.length === 0) return null;
  const read = readers.filter((reader) => reader.read_at).length;
  const total = readers.length;
  return (
    <section className="po-receipts" aria-label={t`阅读情况`} data-testid="receipts">
      <h4 className="sd-label">
        <Trans>
          已阅 {read} / {total}
        </Trans>
      </h4>
      <ul>
        {readers.map((reader) => (
          <li key={reader.member_id}>
            <span>{reader.name}</span>{" "}
            {reader.read_at ? (
              <span className="sd-muted">{dayAndTime(reader.read_at)}</span>
            ) : (
              <b>{t`未阅`}</b>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
