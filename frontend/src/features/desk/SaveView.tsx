import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import type { CaseFilter } from "@/api/cases";
import { saveView } from "@/api/desk";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { filtersOf } from "./viewFilters";

/** Keeps what the list shows now under a name; supervisors may share it. */
export function SaveView({ filter }: { filter: CaseFilter }) {
  const { session } = useRouteContext({ from: "/firm" });
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [title, setTitle] = useState("");
  const [isShared, setShared] = useState(false);
  const mayShare = session.permissions.includes("cases_supervise");
  const saving = useMutation({
    mutationFn: () => saveView({ title, filters: filtersOf(filter), is_shared: isShared }),
    onSuccess: (view) => {
      queries.invalidateQueries({ queryKey: ["case-views"] });
      setOpen(false);
      setTitle("");
      const name = view.title;
      notify(t`视图“${name}”已保存`);
    },
  });
  return (
    <>
      <button
        type="button"
        className="sd-btn"
        data-variant="link"
        onClick={() => setOpen(true)}
        data-testid="save-view"
      >
        <Trans>存为视图</Trans>
      </button>
      <Dialog title={t`存为视图`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form
          className="sd-form"
          onSubmit={(event) => {
            event.preventDefault();
            saving.mutate();
          }}
        >
          <div className="sd-field">
            <label htmlFor="view-title">{t`名称`}</label>
            <input
              id="view-title"
              className="sd-input"
              data-autofocus
              required
              maxLength={24}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
              data-testid="view-title"
            />
          </div>
          {mayShare && (
            <label className="sv-share">
              <input
                type="checkbox"
                checked={isShared}
                onChange={(event) => setShared(event.target.checked)}
                data-testid="view-shared"
              />
              <Trans>全公司可用</Trans>
            </label>
          )}
          {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
          <div className="sd-form-foot">
            <button
              type="submit"
              className="sd-btn"
              data-variant="primary"
              disabled={!title.trim() || saving.isPending}
              data-testid="view-save"
            >
              <Trans>保存</Trans>
            </button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
