import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { signOut } from "@/api/session";
import { activateLocale, currentLocale } from "@/shared/i18n/locale";
import { chooseTheme, type ThemeChoice, themeChoice } from "@/shared/theme/theme";
import { OwnerFrame } from "./OwnerFrame";

async function leave(): Promise<void> {
  await signOut().catch(() => undefined);
  window.location.assign("/sign-in");
}

/** Name, look, language, the way out. */
export function OwnerMe() {
  const { session } = useRouteContext({ from: "/owner/me" });
  const [theme, setTheme] = useState<ThemeChoice>(themeChoice);
  const themes: [ThemeChoice, string][] = [
    ["system", t`跟随系统`],
    ["light", t`浅色`],
    ["dark", t`深色`],
  ];
  return (
    <OwnerFrame>
      <header className="ow-head">
        <h1 className="ow-name">{session.user.name || session.user.email}</h1>
        <span className="sd-muted">{session.firm.name}</span>
      </header>
      <section className="ow-section">
        <h2 className="sd-label">
          <Trans>外观</Trans>
        </h2>
        <div className="sd-seg ow-seg" role="radiogroup" aria-label={t`外观`}>
          {themes.map(([choice, label]) => (
            <label key={choice}>
              <input
                type="radio"
                name="theme"
                checked={theme === choice}
                onChange={() => {
                  chooseTheme(choice);
                  setTheme(choice);
                }}
                data-testid={`theme-${choice}`}
              />
              {label}
            </label>
          ))}
        </div>
      </section>
      <section className="ow-section ow-stack">
        <button
          type="button"
          className="ow-btn"
          onClick={() => activateLocale(currentLocale() === "zh" ? "en" : "zh")}
          data-testid="switch-locale"
        >
          {currentLocale() === "zh" ? "English" : "中文"}
        </button>
        <button type="button" className="ow-btn" onClick={leave} data-testid="sign-out">
          <Trans>退出登录</Trans>
        </button>
      </section>
    </OwnerFrame>
  );
}
