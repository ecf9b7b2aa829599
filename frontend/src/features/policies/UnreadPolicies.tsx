import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import {
  acknowledge,
  listSchemas,
  listUnread,
  type PolicyVersion,
  unreadKey,
} from "@/api/policies";
import { fullDay } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { Keycap } from "@/shared/ui/Icon";
import { errorText } from "@/shared/ui/States";
import { VersionTerms } from "./VersionTerms";
import { scopeWord } from "./words";
import "./policies.css";

const LOOK_AGAIN_MS = 120_000;

function Reading({ version, left }: { version: PolicyVersion; left: number }) {
  const queries = useQueryClient();
  const button = useRef<HTMLButtonElement>(null);
  const schemas = useQuery({ queryKey: ["policy-schemas"], queryFn: listSchemas });
  const reading = useMutation({
    mutationFn: () => acknowledge(version.id ?? ""),
    onSuccess: () => {
      for (const key of [unreadKey, ["policies"], ["policy-versions"], ["policy-in-force"]])
        queries.invalidateQueries({ queryKey: [...key] });
    },
  });
  useEffect(() => {
    // The dialog takes the focus to itself first: Enter is to be the one key that is needed.
    const timer = window.setTimeout(() => button.current?.focus(), 60);
    return () => window.clearTimeout(timer);
  }, []);
  const from = version.effective_from ? fullDay(version.effective_from) : "";
  return (
    <div className="po-unread">
      <h3>
        {version.title} v{version.version}
      </h3>
      <p className="sd-muted">
        {scopeWord(version.carrier)} · {from && <Trans>{from} 起</Trans>}
        {version.source && ` · ${version.source}`}
      </p>
      <VersionTerms
        version={version}
        schema={schemas.data?.items.find((schema) => schema.code === version.code)}
      />
      {version.text && <p className="po-text">{version.text}</p>}
      {reading.isError && <p className="sd-field-error">{errorText(reading.error)}</p>}
      <div className="sd-form-foot">
        {left > 1 && (
          <span className="sd-muted">
            <Trans>还有 {left - 1} 份</Trans>
          </span>
        )}
        <button
          ref={button}
          type="button"
          className="sd-btn"
          data-variant="primary"
          disabled={reading.isPending}
          onClick={() => reading.mutate()}
          data-testid="acknowledge"
        >
          <Trans>我已阅读</Trans> <Keycap>↵</Keycap>
        </button>
      </div>
    </div>
  );
}

/** Before an agent claims: the changed rules of his stations, one after the other. */
export function UnreadPolicies() {
  const { session } = useRouteContext({ from: "/firm" });
  const [putOff, setPutOff] = useState("");
  const query = useQuery({
    queryKey: unreadKey,
    queryFn: listUnread,
    enabled: session.member.role === "agent",
    refetchInterval: LOOK_AGAIN_MS,
  });
  const waiting = query.data?.items ?? [];
  const version = waiting[0];
  // Put off, it comes back with the next refusal of a claim, or with the next page.
  const isOpen = version !== undefined && putOff !== `${version.id} ${query.dataUpdatedAt}`;
  return (
    <Dialog
      title={t`认领前请先阅读`}
      isOpen={isOpen}
      onClose={() => setPutOff(version ? `${version.id} ${query.dataUpdatedAt}` : "")}
      size="wide"
      testId="unread-policy"
    >
      {version && <Reading key={version.id} version={version} left={waiting.length} />}
    </Dialog>
  );
}
