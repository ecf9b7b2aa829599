/** `31.0 MB` */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} KB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

export function Progress({ done, total, label }: { done: number; total: number; label: string }) {
  const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0;
  return (
    <div className="im-progress">
      <div className="fi-between">
        <span>{label}</span>
        <span>
          {formatSize(done)} / {formatSize(total)} · {percent}%
        </span>
      </div>
      <progress max={100} value={percent} aria-label={label} />
    </div>
  );
}
