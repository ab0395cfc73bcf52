import { h, uniqueId } from '../dom.js';
import { setToken, settings } from '../settings.js';
import { t } from '../words.js';

/** A field for a token, where there is none or the endpoint takes it no more; `again` shows what was asked for. */
export function signIn(again) {
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
  const text = t(settings.token ? 'signIn.refused' : 'signIn.none');
  const title = t('signIn.title');
  return {
    title,
    nodes: [h('div', { class: 'card notice' }, h('h1', { tabindex: -1 }, title), h('p', null, text), form)],
  };
}
