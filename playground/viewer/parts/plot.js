import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

import { h } from '../dom.js';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const FONT = '12px system-ui, sans-serif';
// The page listens itself, so that fingers and keys move the cursor, and all charts together.
const DEAF = Object.fromEntries(
  ['mousedown', 'mouseup', 'click', 'dblclick', 'mousemove', 'mouseleave', 'mouseenter'].map((name) => [
    name,
    () => null,
  ]),
);
const dark = matchMedia('(prefers-color-scheme: dark)');

function axis(format, rest) {
  return {
    stroke: () => colour('text-muted'),
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { show: false },
    font: FONT,
    values: (_, ticks) => ticks.map((tick) => format(tick)),
    ...rest,
  };
}

function line({ name, colour: its, filled, width = 1.75, points = false }) {
  return {
    label: name,
    stroke: () => colour(`chart-${its}`),
    fill: filled ? () => `${colour(`chart-${its}`)}33` : undefined,
    width,
    points: { show: points, size: 6, fill: () => colour(`chart-${its}`) },
  };
}

/** Room above and below the lines; a scale is never finer than `least`. */
function bounds(least) {
  return (_, low, high) => {
    if (low === null) return [0, 1];
    const middle = (low + high) / 2;
    const half = Math.max((high - low) * 0.56, least / 2);
    return [middle - half, middle + half];
  };
}

/** Shade stretches of the way, behind the lines. */
function shades(stretches) {
  return (plot) => {
    plot.ctx.fillStyle = colour('shade');
    for (const [from, to] of stretches) {
      const left = plot.valToPos(from, 'x', true);
      plot.ctx.fillRect(left, plot.bbox.top, plot.valToPos(to, 'x', true) - left, plot.bbox.height);
    }
  };
}

/**
 * Lines over one axis, drawn by uPlot, as wide as the place they get.
 *
 * `lines`: `{ name, colour, values, filled, width, points }`; `x`: `{ values, format, increments }`; `y`: `{ format,
 * increments, reversed, leastSpan, range }`. `onCursor(index)` hears of pointers over the lines. Answers
 * `{ node, mark(index), leave() }`.
 */
export function plot({ label, lines, x, y, stretches = [], height = 132, onCursor }) {
  const node = h('div', { class: 'plot', role: 'img', 'aria-label': label });
  const options = {
    width: 320,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: {
      bind: DEAF,
      drag: { x: false, y: false },
      y: false,
      x: Boolean(onCursor),
      points: { show: Boolean(onCursor), size: 8 },
    },
    scales: {
      x: { time: false },
      y: { dir: y.reversed ? -1 : 1, range: y.range ?? bounds(y.leastSpan ?? 1e-6) },
    },
    axes: [
      axis(x.format, { size: 26, incrs: x.increments, space: 56 }),
      axis(y.format, { size: 46, incrs: y.increments, space: 28 }),
    ],
    series: [{}, ...lines.map(line)],
    hooks: { drawClear: stretches.length ? [shades(stretches)] : [] },
  };
  const drawn = new uPlot(options, [x.values, ...lines.map(({ values }) => values)], node);
  // An observer's first call sets the width that the place really has.
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width) drawn.setSize({ width: Math.floor(contentRect.width), height });
  });
  observer.observe(node);
  const redraw = () => drawn.redraw(false);
  dark.addEventListener('change', redraw);
  if (onCursor) {
    const follow = ({ clientX }) => onCursor(drawn.posToIdx(clientX - drawn.over.getBoundingClientRect().left));
    drawn.over.addEventListener('pointermove', follow);
    drawn.over.addEventListener('pointerdown', follow);
  }
  return {
    node,
    mark: (index) => drawn.setCursor({ left: drawn.valToPos(x.values[index], 'x'), top: 0 }, false),
    leave: () => {
      observer.disconnect();
      dark.removeEventListener('change', redraw);
      drawn.destroy();
    },
  };
}
