import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import {
  askForPack,
  isPackedAtOnce,
  listPacks,
  type Pack,
  type PackFormat,
  packNowUrl,
  packUrl,
} from "@/api/evidence";
import { dayAndTime } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";
import { sizeWord } from "@/shared/upload/size";
import { CaseKeeping } from "./CaseKeeping";

const WATCH_MS = 1_500;
const FORMATS: PackFormat[] = ["pdf", "zip"];

function formatWord(format: PackFormat): string {
  return format === "pdf" ? t`PDF 文书` : t`ZIP 原件与清单`;
}

function PackLine({ pack }: { pack: Pack }) {
  const at = dayAndTime(pack.created_at);
  const done = pack.done_count;
  const total = pack.total_count;
  return (
    <li data-testid="pack" data-state={pack.state}>
      <b>{formatWord(pack.format)}</b>
      <span className="sd-muted">{at}</span>
      {pack.state === "ready" && (
        <a href={packUrl(pack.id)} download>
          <Trans>下载</Trans> {sizeWord(pack.size_bytes ?? 0)}
        </a>
      )}
      {pack.state === "failed" && <span className="sd-field-error">{pack.error}</span>}
      {pack.state === "building" && (
        <>
          <progress max={Math.max(1, total)} value={done} aria-label={t`打包进度`} />
          <span className="sd-muted">{t`已读 ${done} / ${total}`}</span>
        </>
      )}
    </li>
  );
}

/** Packs that a job builds; they are found again after the dialog was closed. */
function Packs({ item }: { item: Case }) {
  const queries = useQueryClient();
  const key = ["packs", item.id];
  const packs = useQuery({
    queryKey: key,
    queryFn: () => listPacks(item.id),
    refetchInterval: (query) =>
      query.state.data?.items.some((pack) => pack.state === "building") ? WATCH_MS : false,
  });
  const asking = useMutation({
    mutationFn: (format: PackFormat) => askForPack(item.id, format),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const isSmall = isPackedAtOnce(item.attachments);
  const lines = packs.data?.items ?? [];
  return (
    <>
      <div className="sd-form-foot">
        {FORMATS.map((format) =>
          isSmall ? (
            <a
              key={format}
              className="sd-btn"
              href={packNowUrl(item.id, format)}
              download
              data-testid={`pack-${format}`}
            >
              {formatWord(format)}
            </a>
          ) : (
            <button
              key={format}
              type="button"
              className="sd-btn"
              disabled={asking.isPending}
              onClick={() => asking.mutate(format)}
              data-testid={`pack-${format}`}
            >
              {formatWord(format)}
            </button>
          ),
        )}
      </div>
      {!isSmall && (
        <p className="sd-muted">{t`文件较多，在后台打包；可以先离开，回来再下载，保留 7 天。`}</p>
      )}
      {asking.isError && <p className="sd-field-error">{errorText(asking.error)}</p>}
      {packs.isError && <p className="sd-field-error">{errorText(packs.error)}</p>}
      {lines.length > 0 && (
        <ul className="ev-list" aria-label={t`已打的包`}>
          {lines.map((pack) => (
            <PackLine key={pack.id} pack={pack} />
          ))}
        </ul>
      )}
    </>
  );
}

/** The evidence pack, and how long its files are kept. */
export function PackButton({ item }: { item: Case }) {
  const [isOpen, setOpen] = useState(false);
  const count = item.attachments.length;
  return (
    <>
      <button
        type="button"
        className="sd-btn"
        onClick={() => setOpen(true)}
        data-testid="evidence-pack"
      >
        <Trans>证据包</Trans>
      </button>
      <Dialog title={t`证据包`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="sd-form">
          <p>{t`案情、经过、责任方、时限与 ${count} 份封存文件，按清单排好；每份重新核对封存值。`}</p>
          <Packs item={item} />
          <CaseKeeping item={item} />
        </div>
      </Dialog>
    </>
  );
}
