/** Every text that a person reads, in the language chosen; numbers and days go by the same locale. */

export const LANGUAGES = ["en", "it", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What each language calls itself. */
export const OWN_NAMES: Record<Language, string> = { en: "English", it: "Italiano", ru: "Русский" };

type Words = Record<string, string>;

const FILES: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import("./words/en.json"),
  it: () => import("./words/it.json"),
  ru: () => import("./words/ru.json"),
};

let chosen: Language = "en";
let words: Words = {};
let rules = new Intl.PluralRules("en");

export function isLanguage(code: string | null | undefined): code is Language {
  return LANGUAGES.some((known) => known === code);
}

/** Return the language asked for, else the first one of the browser that is known, else English. */
export function languageFor(asked: string | null): Language {
  if (isLanguage(asked)) return asked;
  return navigator.languages.map((code) => code.slice(0, 2)).find(isLanguage) ?? "en";
}

/** Load the words of a language; they are in force once this is done. */
export async function loadWords(language: Language): Promise<void> {
  const loaded = await FILES[language]();
  chosen = language;
  words = loaded.default;
  rules = new Intl.PluralRules(language);
  document.documentElement.lang = language;
}

export function locale(): string {
  return chosen === "en" ? "en-GB" : chosen;
}

/** Return a text by its key, with `{name}` filled in; a key that is not known is returned itself. */
export function word(key: string, values: Record<string, string | number> = {}): string {
  const text = words[key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/gu, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** Return a text for a number, by the plural forms of the language: keys `key.one`, `key.few`, `key.many`, `key.other`. */
export function counted(key: string, n: number, values: Record<string, string | number> = {}): string {
  const form = `${key}.${rules.select(n)}`;
  return word(form in words ? form : `${key}.other`, { n: numbers(locale()).format(n), ...values });
}

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** A format of numbers. Formats are dear to make and asked for thousands of times, so each is made once. */
export function numbers(where: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `n ${where} ${JSON.stringify(options)}`;
  const known = (formats.get(key) as Intl.NumberFormat | undefined) ?? new Intl.NumberFormat(where, options);
  formats.set(key, known);
  return known;
}

/** A format of days, made once. */
export function dates(where: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d ${where} ${JSON.stringify(options)}`;
  const known = (formats.get(key) as Intl.DateTimeFormat | undefined) ?? new Intl.DateTimeFormat(where, options);
  formats.set(key, known);
  return known;
}

/** Tell whether there is a text under a key. */
export function hasWord(key: string): boolean {
  return key in words;
}
