import { i18n, type Messages } from "@lingui/core";

export type Locale = "zh" | "en";
/** `base` is for everybody, `firm` for the desk and the manager's rooms. */
type Catalog = "base" | "firm";

const STORAGE_KEY = "stationdesk.locale";

const catalogs: Record<Catalog, Record<Locale, () => Promise<{ messages: Messages }>>> = {
  base: {
    zh: () => import("@/locales/base/zh.po"),
    en: () => import("@/locales/base/en.po"),
  },
  firm: {
    zh: () => import("@/locales/firm/zh.po"),
    en: () => import("@/locales/firm/en.po"),
  },
};

const wanted = new Set<Catalog>(["base"]);
const listeners = new Set<() => void>();

export function storedLocale(): Locale {
  return localStorage.getItem(STORAGE_KEY) === "en" ? "en" : "zh";
}

export function currentLocale(): Locale {
  return i18n.locale === "en" ? "en" : "zh";
}

async function load(locale: Locale): Promise<void> {
  const parts = await Promise.all([...wanted].map((name) => catalogs[name][locale]()));
  const messages: Messages = Object.assign({}, ...parts.map((part) => part.messages));
  i18n.loadAndActivate({ locale, messages });
}

/** Adds the firm's words before its screens are shown. */
export async function wantFirmTexts(): Promise<void> {
  if (wanted.has("firm")) return;
  wanted.add("firm");
  await load(currentLocale());
}

/** Loads the catalogues, then redraws the whole tree in that language. */
export async function activateLocale(locale: Locale): Promise<void> {
  await load(locale);
  localStorage.setItem(STORAGE_KEY, locale);
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  for (const listener of listeners) listener();
}

export function onLocaleChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A refusal that was stored in both languages, Chinese in its first line: the reader's half. */
export function readersHalf(stored: string): string {
  const [zh = "", ...en] = stored.split("\n");
  return localised(zh, en.join("\n"));
}

/** The backend writes some texts in both languages; this picks the reader's. */
export function localised(zh: string | null | undefined, en: string | null | undefined): string {
  return (currentLocale() === "en" ? en || zh : zh || en) ?? "";
}
