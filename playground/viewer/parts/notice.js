import { h } from '../dom.js';
import { t } from '../words.js';

/** Something that is not there, with what to do about it. */
export const notice = (title, text, ...actions) =>
  h('div', { class: 'card notice' }, h('h1', { tabindex: -1 }, title), h('p', null, text), actions);

/** What could not be answered, above what could. */
export function partial(errors) {
  if (!errors.length) return null;
  const about = [
    ...new Set(errors.map(({ path }) => path?.findLast((part) => typeof part === 'string')).filter(Boolean)),
  ];
  return h('p', { class: 'partial', role: 'alert' }, t('error.partial', { fields: about.join(', ') }));
}
