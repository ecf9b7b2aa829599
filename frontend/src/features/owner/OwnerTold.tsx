import { t } from "@lingui/core/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type InboxNotice, inboxKey, markRead, readInbox } from "@/api/notices";
import { localised } from "@/shared/i18n/locale";

const SHOWN = 3;

function Line({ notice, onRead }: { notice: InboxNotice; onRead: () => void }) {
  const subject = localised(notice.subject_zh, notice.subject_en);
  const text = localised(notice.text_zh, notice.text_en);
  const inside = (
    <>
      <b className="ow-block">{subject}</b>
      <span className="sd-muted">{text}</span>
    </>
  );
  return (
    <li data-testid="owner-notice">
      {notice.fine_id ? (
        <Link
          to="/owner/fines/$fineId"
          params={{ fineId: notice.fine_id }}
          search={(before) => before}
          className="ow-told"
          onClick={onRead}
        >
          {inside}
        </Link>
      ) : (
        <Link to="/owner/fines" search={(before) => before} className="ow-told" onClick={onRead}>
          {inside}
        </Link>
      )}
    </li>
  );
}

/** What the owner was told and has not read: decisions about his fines, ends of his disputes. */
export function OwnerTold() {
  const queries = useQueryClient();
  const inbox = useQuery({ queryKey: [...inboxKey, "owner"], queryFn: () => readInbox(null) });
  const reading = useMutation({
    mutationFn: markRead,
    onSuccess: () => queries.invalidateQueries({ queryKey: inboxKey }),
  });
  const unread = (inbox.data?.items ?? []).filter((each) => !each.is_read && !each.case_id);
  if (unread.length === 0) return null;
  return (
    <section className="ow-section" aria-label={t`新通知`}>
      <ul>
        {unread.slice(0, SHOWN).map((notice) => (
          <Line key={notice.id} notice={notice} onRead={() => reading.mutate(notice.id)} />
        ))}
      </ul>
    </section>
  );
}
