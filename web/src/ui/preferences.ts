import type { Lang } from "../words/format";

export type Theme = "light" | "dark";

/** A phone in private mode may refuse storage; then the choice lasts for this page only. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing is lost but the memory of the choice.
  }
}

export function storedLang(): Lang {
  const stored = read("bridgehead.lang");
  if (stored === "zh" || stored === "en") return stored;
  return navigator.languages.some((tag) => tag.startsWith("zh")) || !navigator.language.startsWith("en") ? "zh" : "en";
}

export function storedTheme(): Theme {
  const stored = read("bridgehead.theme");
  if (stored === "light" || stored === "dark") return stored;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function applyLang(lang: Lang): void {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}

export function rememberLang(lang: Lang): void {
  write("bridgehead.lang", lang);
}

export function rememberTheme(theme: Theme): void {
  write("bridgehead.theme", theme);
}
