import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useRouteContext, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { changeView, deleteView, listViews, type SavedView } from "@/api/desk";
import { Dialog } from "@/shared/ui/Dialog";
import { notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { filterOf, isSame } from "./viewFilters";

/** Counts are good for so long; a change of the queue asks sooner. */
const FRESH_MS = 10_000;

function EditLine({
  view,
  isFirst,
  onMove,
}: {
  view: SavedView;
  isFirst: boolean;
  onMove: () => void;
}) {
  const queries = useQueryClient();
  const [title, setTitle] = useState(view.title);
  const done = {
    onSettled: () => queries.invalidateQueries({ queryKey: ["case-views"] }),
    onError: (error: unknown) => notifyRefusal(errorText(error)),
  };
  const renaming = useMutation({ mutationFn: () => changeView(view.id, { title }), ...done });
  const dropping = useMutation({ mutationFn: () => deleteView(view.id), ...done });
  const rename = () => {
    if (title.trim() && title !== view.title) renaming.mutate();
  };
  return (
    <li className="sv-edit">
      <input
        className="sd-input"
        value={title}
        maxLength={24}
        aria-label={t`视图名称`}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.nativeEvent.isComposing) rename();
        }}
      />
      <span className="sd-muted">{view.is_shared ? t`全公司` : t`我的`}</span>
      <button type="button" className="sd-btn" disabled={isFirst} onClick={onMove}>
        <Trans>上移</Trans>
      </button>
      <button type="button" className="sd-btn" onClick={() => dropping.mutate()}>
        <Trans>删除</Trans>
      </button>
    </li>
  );
}

function Manage({ views, onClose }: { views: SavedView[]; onClose: () => void }) {
  const queries = useQueryClient();
  const moving = useMutation({
    mutationFn: async ([above, view]: [SavedView, SavedView]) => {
      const upper = Math.min(above.position, view.position);
      await changeView(view.id, { position: upper });
      await changeView(above.id, { position: upper + 1 });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["case-views"] }),
    onError: (error) => notifyRefusal(errorText(error)),
  });
  return (
    <Dialog title={t`管理视图`} isOpen onClose={onClose} testId="manage-views">
      {views.length === 0 && <p className="sd-muted">{t`还没有可以管理的视图。`}</p>}
      <ul className="sv-list">
        {views.map((view, index) => {
          const above = views[index - 1];
          const isFirst = !above || above.is_shared !== view.is_shared;
          return (
            <EditLine
              key={view.id}
              view={view}
              isFirst={isFirst}
              onMove={() => above && moving.mutate([above, view])}
            />
          );
        })}
      </ul>
    </Dialog>
  );
}

/** Views that somebody saved, with what is in them now. */
export function SavedViews() {
  const { session } = useRouteContext({ from: "/firm" });
  const current = useSearch({ from: "/firm/desk/{-$caseId}" });
  const [isManaging, setManaging] = useState(false);
  const { data } = useQuery({ queryKey: ["case-views"], queryFn: listViews, staleTime: FRESH_MS });
  const views = data?.items ?? [];
  if (views.length === 0) return null;
  const leads = session.permissions.includes("cases_supervise");
  return (
    <>
      <h2 className="sv-head">
        <Trans>已存视图</Trans>
        <button
          type="button"
          className="sd-btn"
          data-variant="link"
          onClick={() => setManaging(true)}
          data-testid="manage-saved"
        >
          <Trans>管理</Trans>
        </button>
      </h2>
      <ul>
        {views.map((view) => {
          const filter = filterOf(view.filters);
          const isCurrent = isSame({ ...current, view: current.view ?? "all" }, filter);
          return (
            <li key={view.id}>
              <Link
                to="/desk/{-$caseId}"
                params={{ caseId: undefined }}
                search={filter}
                className="dk-rail-item"
                data-current={isCurrent || undefined}
                aria-current={isCurrent ? "true" : undefined}
                data-testid="saved-view"
                title={view.is_shared ? t`${view.created_by_name} 共享` : undefined}
              >
                <span>{view.title}</span>
                <b>
                  {view.count}
                  {view.is_capped && "+"}
                </b>
              </Link>
            </li>
          );
        })}
      </ul>
      {isManaging && (
        <Manage
          views={views.filter((view) => view.is_mine || leads)}
          onClose={() => setManaging(false)}
        />
      )}
    </>
  );
}
