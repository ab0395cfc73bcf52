import { settings } from './settings.js';
import en from './words/en.json';
import ja from './words/ja.json';

const languages = { en, ja };

/** The words of a key as `score.title`, with `{name}` filled in from `values`; undefined where there are none. */
export function find(key, values = {}) {
  const words = key.split('.').reduce((group, name) => group?.[name], languages[settings.language]);
  return words?.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The same for a key that is there; for a newer value of an enum, which has no words yet, its name. */
export const t = (key, values) => find(key, values) ?? key.split('.').at(-1);

/** Sentences one after the other, as the language writes them. */
export const sentences = (...all) => all.filter(Boolean).join(settings.language === 'ja' ? '' : ' ');
