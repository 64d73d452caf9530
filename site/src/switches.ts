/** The switches of language and of light and dark. */

import { button, el } from "./dom";
import { go, state } from "./state";
import { LANGUAGES, languageFor, OWN_NAMES, word } from "./words";

export function isDark(): boolean {
  return (state().theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
}

/** Set the theme of the state on the page; without one it follows the system. */
export function applyTheme(): void {
  const { theme } = state();
  if (theme === null) delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function switches(): HTMLElement {
  const chosen = languageFor(state().language);
  const options = LANGUAGES.map((code) => el("option", { value: code, lang: code, selected: code === chosen }, OWN_NAMES[code]));
  const language = el("select", { class: "language", "aria-label": word("shell.language") }, ...options);
  language.addEventListener("change", () => go({ language: language.value }));
  const theme = button({ class: "theme", "aria-label": word("shell.theme"), title: word("shell.theme") }, () => go({ theme: isDark() ? "light" : "dark" }), "◐");
  return el("div", { class: "switches-top" }, language, theme);
}
