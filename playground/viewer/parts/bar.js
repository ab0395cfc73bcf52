import { s } from '../dom.js';

const percent = (share) => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;

/** A bar as long as its share, 0 to 1, of the place it gets; the text beside it tells the same. */
export function bar(share, kind = 'plain') {
  return s(
    'svg',
    { class: `bar bar-${kind}`, 'aria-hidden': 'true' },
    s('rect', { class: 'bar-ground', width: '100%', height: '100%', rx: 3 }),
    s('rect', { class: 'bar-value', width: percent(share), height: '100%', rx: 3 }),
  );
}

/** What each of several figures adds to a score out of 100, one after the other. */
export function stack(components, label) {
  let from = 0;
  const part = ({ contribution }, at) => {
    const x = percent(from / 100);
    from += contribution;
    return s('rect', { class: `stack-${at + 1}`, x, width: percent(contribution / 100), height: '100%' });
  };
  return s(
    'svg',
    { class: 'stack', role: 'img', 'aria-label': label },
    s('rect', { class: 'bar-ground', width: '100%', height: '100%' }),
    components.map(part),
  );
}

/** Where a value lies beside what is expected: a scale, the band of the middle fifth on it, and a mark. */
export function bandBar({ low, high, scaleMin, scaleMax }, value, label) {
  const share = (each) => (each - scaleMin) / (scaleMax - scaleMin);
  const left = Math.max(0, share(low));
  return s(
    'svg',
    { class: 'band', role: 'img', 'aria-label': label },
    s('rect', { class: 'band-scale', y: 8, width: '100%', height: 8, rx: 4 }),
    s('rect', {
      class: 'band-expected',
      x: percent(left),
      y: 8,
      width: percent(Math.min(1, share(high)) - left),
      height: 8,
    }),
    s('circle', { class: 'band-value', cx: percent(Math.min(0.985, Math.max(0.015, share(value)))), cy: 12, r: 7 }),
  );
}
