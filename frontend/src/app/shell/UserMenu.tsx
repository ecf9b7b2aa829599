import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { HeadlessMantineProvider, Menu } from "@mantine/core";
import { useState } from "react";
import { type Session, signOut } from "@/api/session";
import { activateLocale, currentLocale } from "@/shared/i18n/locale";
import { chooseTheme, type ThemeChoice, themeChoice } from "@/shared/theme/theme";
import "@/shared/ui/dialog.css";
import { roleWord } from "@/shared/words/words";

async function leave(): Promise<void> {
  await signOut().catch(() => undefined);
  window.location.assign("/sign-in");
}

export default function UserMenu({ session }: { session: Session }) {
  const [theme, setTheme] = useState<ThemeChoice>(themeChoice);
  const themes: [ThemeChoice, string][] = [
    ["system", t`跟随系统`],
    ["light", t`浅色`],
    ["dark", t`深色`],
  ];
  const name = session.user.name || session.user.email;
  return (
    <HeadlessMantineProvider>
      <Menu
        defaultOpened
        classNames={{
          dropdown: "sd-menu",
          item: "sd-menu-item",
          label: "sd-menu-label",
          divider: "sd-menu-line",
        }}
        position="bottom-end"
        offset={6}
        transitionProps={{ duration: 0 }}
      >
        <Menu.Target>
          <button
            type="button"
            className="sh-avatar"
            aria-label={t`${name} 的菜单`}
            data-testid="user-menu"
          >
            {name.slice(0, 1)}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {name} · {roleWord(session.member.role)}
          </Menu.Label>
          <Menu.Divider />
          {themes.map(([choice, label]) => (
            <Menu.Item
              key={choice}
              data-testid={`theme-${choice}`}
              closeMenuOnClick={false}
              onClick={() => {
                chooseTheme(choice);
                setTheme(choice);
              }}
              rightSection={theme === choice ? <span aria-hidden="true">✓</span> : null}
            >
              {label}
              {theme === choice && <span className="sd-sr">{t`（当前）`}</span>}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            data-testid="switch-locale"
            onClick={() => activateLocale(currentLocale() === "zh" ? "en" : "zh")}
          >
            {currentLocale() === "zh" ? "English" : "中文"}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item data-testid="sign-out" onClick={leave}>
            <Trans>退出登录</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </HeadlessMantineProvider>
  );
}
