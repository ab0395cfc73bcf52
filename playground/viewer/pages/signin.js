import { h, uniqueId } from '../dom.js';
import { setToken } from '../settings.js';
import { t } from '../words.js';

/** A field for a token; `why` is the key of the words that tell what it is for, `again` shows what was asked for. */
export function signIn(again, why) {
  const [field, hint] = [uniqueId(), uniqueId()];
  const input = h('textarea', {
    id: field,
    rows: 4,
    required: true,
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': hint,
  });
  const submit = (event) => {
    event.preventDefault();
    // Copied from a terminal, a token may come in several lines.
    setToken(
      input.value
        .trim()
        .replace(/^bearer\s+/i, '')
        .replace(/\s+/g, ''),
    );
    again();
  };
  const form = h(
    'form',
    { submit },
    h('label', { for: field }, t('signIn.token')),
    input,
    h('p', { id: hint, class: 'small muted' }, t('signIn.hint')),
    h('button', { type: 'submit' }, t('signIn.go')),
  );
  const title = t('signIn.title');
  return {
    title,
    nodes: [h('div', { class: 'card notice' }, h('h1', { tabindex: -1 }, title), h('p', null, t(why)), form)],
  };
}
