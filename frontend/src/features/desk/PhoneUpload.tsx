import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { makeUploadLink } from "@/api/evidence";
import { localised } from "@/shared/i18n/locale";
import { timeOfDay } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { ErrorState, LoadingState } from "@/shared/ui/States";

/** Made anew each time that it is opened; nobody can read it again. */
function QrCode({ caseId, code }: { caseId: string; code: string }) {
  const link = useQuery({
    queryKey: ["upload-link", caseId, code],
    queryFn: () => makeUploadLink(caseId, code || null),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  if (link.isPending) return <LoadingState label={t`正在生成二维码…`} />;
  if (link.isError) return <ErrorState error={link.error} onRetry={() => link.refetch()} />;
  const until = timeOfDay(link.data.expires_at);
  const most = link.data.files_max;
  return (
    <>
      <img className="ev-qr" src={link.data.svg} alt={t`手机上传二维码`} data-testid="qr" />
      <p className="sd-muted">{t`${until} 前有效，最多 ${most} 份；传到的文件会自己出现在这里。`}</p>
      <input
        className="sd-input"
        readOnly
        aria-label={t`手机上传网址`}
        value={link.data.url}
        onFocus={(event) => event.target.select()}
        data-testid="qr-url"
      />
    </>
  );
}

/** Scan, take the picture on the phone, see it here. */
export function PhoneUpload({ item }: { item: Case }) {
  const [isOpen, setOpen] = useState(false);
  const missing = item.checklist.find((line) => !line.done_by_attachment_id && !line.waived_by);
  const [chosen, setChosen] = useState<string | null>(null);
  const code = chosen ?? missing?.code ?? "";
  const close = () => {
    setOpen(false);
    setChosen(null);
  };
  return (
    <>
      <button
        type="button"
        className="sd-btn"
        data-variant={missing?.is_required && !item.closed_at ? "primary" : undefined}
        onClick={() => {
          setChosen(missing?.code ?? "");
          setOpen(true);
        }}
        data-testid="phone-upload"
      >
        <Trans>手机扫码上传</Trans>
      </button>
      <Dialog title={t`用手机拍照、录音上传`} isOpen={isOpen} onClose={close}>
        <div className="sd-form">
          {item.checklist.length > 0 && (
            <div className="sd-field">
              <label htmlFor="qr-item">{t`证明哪一项`}</label>
              <select
                id="qr-item"
                className="sd-select"
                value={code}
                onChange={(event) => setChosen(event.target.value)}
              >
                {item.checklist.map((line) => (
                  <option key={line.code} value={line.code}>
                    {localised(line.label_zh, line.label_en)}
                  </option>
                ))}
                <option value="">{t`不归清单`}</option>
              </select>
            </div>
          )}
          <QrCode key={code} caseId={item.id} code={code} />
        </div>
      </Dialog>
    </>
  );
}
