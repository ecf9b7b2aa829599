export type ThemeChoice = "system" | "light" | "dark";

const STORAGE_KEY = "stationdesk.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

function apply(): void {
  const choice = themeChoice();
  const scheme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  document.documentElement.dataset.theme = scheme;
  // Mantine's own components read this attribute.
  document.documentElement.dataset.mantineColorScheme = scheme;
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === "system") localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, choice);
  apply();
}

/** Call once, before the first paint. */
export function startTheme(): void {
  apply();
  dark.addEventListener("change", apply);
}
