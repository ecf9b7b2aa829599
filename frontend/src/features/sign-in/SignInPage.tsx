import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "@/api/client";
import { type FirmChoice, sessionKey, signIn } from "@/api/session";
import { activateLocale, currentLocale } from "@/shared/i18n/locale";
import { Logo } from "@/shared/ui/Icon";
import { errorText } from "@/shared/ui/States";
import "./sign-in.css";

function firmsIn(error: unknown): FirmChoice[] {
  if (!(error instanceof ApiError) || error.code !== "firm_required") return [];
  return Array.isArray(error.problem.firms) ? (error.problem.firms as FirmChoice[]) : [];
}

function refusal(error: unknown): string | null {
  if (!error || firmsIn(error).length > 0) return null;
  return errorText(error);
}

function useSignIn() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/sign-in" });
  return useMutation({
    mutationKey: ["sign-in"],
    mutationFn: (given: { email: string; password: string; firm?: string }) =>
      signIn(given.email, given.password, given.firm),
    onSuccess: (session) => {
      queries.clear();
      queries.setQueryData(sessionKey, session);
      navigate({ href: next ?? "/" });
    },
  });
}

function FirmChooser({
  firms,
  onChoose,
  isBusy,
}: {
  firms: FirmChoice[];
  onChoose: (slug: string) => void;
  isBusy: boolean;
}) {
  return (
    <fieldset className="si-firms" data-testid="firm-chooser">
      <legend>
        <Trans>您在几家公司有账号，进哪一家？</Trans>
      </legend>
      {firms.map((firm) => (
        <button
          key={firm.slug}
          type="button"
          className="si-firm"
          disabled={isBusy}
          onClick={() => onChoose(firm.slug)}
          data-testid={`firm-${firm.slug}`}
        >
          {firm.name}
        </button>
      ))}
    </fieldset>
  );
}

export function SignInPage() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useSignIn();
  const firms = firmsIn(attempt.error);
  const problem = refusal(attempt.error);
  return (
    <main className="si">
      <div className="si-box">
        <h1 className="si-brand">
          <Logo size={32} />
          <Trans>驿席</Trans>
          <span>Stationdesk</span>
        </h1>
        {firms.length > 0 ? (
          <FirmChooser
            firms={firms}
            isBusy={attempt.isPending}
            onChoose={(firm) => attempt.mutate({ email, password, firm })}
          />
        ) : (
          <form
            className="sd-form"
            onSubmit={(event) => {
              event.preventDefault();
              attempt.mutate({ email, password });
            }}
          >
            <div className="sd-field">
              <label htmlFor="email">{t`邮箱`}</label>
              <input
                id="email"
                className="sd-input"
                type="email"
                autoComplete="username"
                required
                value={email}
                onChange={(event) => setEmail(event.target.value)}
                data-testid="email"
              />
            </div>
            <div className="sd-field">
              <label htmlFor="password">{t`密码`}</label>
              <input
                id="password"
                className="sd-input"
                type="password"
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
                data-testid="password"
              />
            </div>
            {problem && (
              <p className="sd-field-error" role="alert" data-testid="sign-in-error">
                {problem}
              </p>
            )}
            <button
              type="submit"
              className="sd-btn"
              data-variant="primary"
              disabled={attempt.isPending}
              data-testid="sign-in"
            >
              {attempt.isPending ? t`正在登录…` : t`登录`}
            </button>
          </form>
        )}
        <button
          type="button"
          className="sd-btn si-locale"
          data-variant="link"
          onClick={() => activateLocale(currentLocale() === "zh" ? "en" : "zh")}
          data-testid="switch-locale"
        >
          {currentLocale() === "zh" ? "English" : "中文"}
        </button>
      </div>
    </main>
  );
}
