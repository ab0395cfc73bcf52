import { h } from '../dom.js';

/**
 * A table that scrolls in itself where it is too wide, by keyboard as well; the first cell of a row is its heading.
 *
 * Cells are texts or nodes; `caption` is read out, and seen nowhere.
 */
export function dataTable(caption, columns, rows) {
  const row = ([first, ...rest]) =>
    h(
      'tr',
      null,
      h('th', { scope: 'row' }, first),
      rest.map((cell) => h('td', null, cell)),
    );
  return h(
    'div',
    { class: 'scroll', role: 'group', tabindex: 0, 'aria-label': caption },
    h(
      'table',
      null,
      h('caption', { class: 'sr' }, caption),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          columns.map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h('tbody', null, rows.map(row)),
    ),
  );
}
