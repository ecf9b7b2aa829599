import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Attachment, attachmentUrl } from "@/api/attachments";
import type { Case } from "@/api/cases";
import { labelAttachment, listViews, previewUrl, recordingUrl, type View } from "@/api/evidence";
import { localised } from "@/shared/i18n/locale";
import { dayAndTime } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { sizeWord } from "@/shared/upload/size";

function howWord(how: View["how"]): string {
  return { view: t`查看`, download: t`下载`, pack: t`打包` }[how];
}

function Views({ caseId, file }: { caseId: string; file: Attachment }) {
  const views = useQuery({
    queryKey: ["views", file.id],
    queryFn: () => listViews(caseId, file.id),
    gcTime: 0,
  });
  const lines = views.data?.items ?? [];
  return (
    <section>
      <h3 className="sd-label">
        <Trans>谁看过</Trans>
      </h3>
      {views.isError && <p className="sd-field-error">{errorText(views.error)}</p>}
      {views.isSuccess && lines.length === 0 && <p className="sd-muted">{t`还没有人看过。`}</p>}
      <ul className="ev-views" data-testid="views">
        {lines.map((view) => (
          <li key={`${view.at}${view.member_name}${view.how}`}>
            {dayAndTime(view.at)} {view.member_name} {howWord(view.how)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Relabel({ item, file }: { item: Case; file: Attachment }) {
  const queries = useQueryClient();
  const labelling = useMutation({
    mutationFn: (code: string) => labelAttachment(item.id, file.id, code || null),
    onError: (error) => notifyRefusal(errorText(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["case", item.id] }),
  });
  return (
    <div className="sd-field">
      <label htmlFor="file-label">{t`证明哪一项`}</label>
      <select
        id="file-label"
        className="sd-select"
        value={file.checklist_code ?? ""}
        disabled={labelling.isPending}
        onChange={(event) => labelling.mutate(event.target.value)}
        data-testid="file-label"
      >
        {item.checklist.map((line) => (
          <option key={line.code} value={line.code}>
            {localised(line.label_zh, line.label_en)}
          </option>
        ))}
        <option value="">{t`不归清单`}</option>
      </select>
    </div>
  );
}

/** One sealed file: how it looks, what it is, who has seen it. */
export function FileDialog({
  item,
  file,
  onClose,
}: {
  item: Case;
  file: Attachment;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const captured = file.captured_at ? dayAndTime(file.captured_at) : "";
  const sealed = dayAndTime(file.created_at);
  const by = file.uploaded_by;
  return (
    <Dialog title={file.name} isOpen onClose={onClose} size="wide" testId="file-dialog">
      <div className="sd-form">
        {file.has_preview && (
          <img
            className="ev-preview"
            src={previewUrl(file.id)}
            alt={file.name}
            // To look is to be written down: the list below has one line more now.
            onLoad={() => queries.invalidateQueries({ queryKey: ["views", file.id] })}
          />
        )}
        {file.is_playable && (
          // biome-ignore lint/a11y/useMediaCaption: what was said on the phone has no captions
          <audio
            className="ev-audio"
            controls
            preload="none"
            src={recordingUrl(file.id)}
            aria-label={file.name}
            onPlaying={() => queries.invalidateQueries({ queryKey: ["views", file.id] })}
            data-testid="recording"
          />
        )}
        {file.deleted_at && <p>{t`文件已按留存制度删除，封存值仍在。`}</p>}
        <dl className="ev-facts">
          <dt>{t`封存`}</dt>
          <dd>
            {sealed} {by}
            {file.source === "phone" && ` · ${t`手机上传`}`}
          </dd>
          {captured && (
            <>
              <dt>{t`拍摄`}</dt>
              <dd>
                {captured} · {file.captured_by === "camera" ? t`相机所记` : t`设备所报`}
              </dd>
            </>
          )}
          <dt>{t`大小`}</dt>
          <dd>
            {sizeWord(file.size_bytes)} · {file.media_type}
          </dd>
          <dt>SHA-256</dt>
          <dd className="ev-hash">{file.sha256}</dd>
        </dl>
        {item.checklist.length > 0 && <Relabel item={item} file={file} />}
        {!file.deleted_at && (
          <div className="sd-form-foot">
            <a className="sd-btn" href={attachmentUrl(file.id)} download={file.name}>
              <Trans>下载原件</Trans>
            </a>
          </div>
        )}
        <Views caseId={item.id} file={file} />
      </div>
    </Dialog>
  );
}
