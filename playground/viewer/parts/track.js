import { h, s, section } from '../dom.js';
import { distance, duration, pace, paceInUnit, unitName } from '../format.js';
import { decode, projection } from '../polyline.js';
import { t } from '../words.js';

const COLOURS = 5;
const SIZE = 1000;
const MARGIN = 60;
// Slowest and fastest fifth that differ by less are one pace.
const LEAST_SPAN_S_PER_KM = 5;
const STEPS_M = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/** A scale from metres to the drawing, north up, with the line in its middle. */
function fitted(points) {
  const sides = [0, 1].map((axis) => points.map((point) => point[axis]));
  const [least, most] = [sides.map((side) => Math.min(...side)), sides.map((side) => Math.max(...side))];
  const spans = most.map((end, axis) => Math.max(end - least[axis], 1));
  // As wide as high at most, and never a thin strip: a way along a straight river is wide all the same.
  const ratio = Math.min(1, Math.max(0.5, spans[1] / spans[0]));
  const height = SIZE * ratio;
  const scale = Math.min((SIZE - 2 * MARGIN) / spans[0], (height - 2 * MARGIN) / spans[1]);
  const shift = [SIZE, height].map((length, axis) => (length - spans[axis] * scale) / 2 - least[axis] * scale);
  return { scale, height, place: ([x, y]) => [x * scale + shift[0], y * scale + shift[1]] };
}

/** Distances along the line at its points, m, stretched to the distance that was measured. */
function along(points, total) {
  const sums = [0];
  for (let at = 1; at < points.length; at++) {
    const [before, here] = [points[at - 1], points[at]];
    sums.push(sums[at - 1] + Math.hypot(here[0] - before[0], here[1] - before[1]));
  }
  const length = sums.at(-1) || 1;
  return sums.map((sum) => (sum * total) / length);
}

/** Speeds by distance: which of five colours, slowest first, a part of the line has. */
function colouring(series, speeds) {
  const known = speeds.map((speed, at) => ({ speed, metres: series.distanceM[at] }));
  const measured = known.filter(({ speed, metres }) => speed !== null && metres !== null);
  const sorted = measured.map(({ speed }) => speed).sort((a, b) => a - b);
  const limits = Array.from(
    { length: COLOURS - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / COLOURS)],
  );
  let last = 0;
  const colourAt = (metres) => {
    while (last < measured.length - 1 && measured[last].metres < metres) last++;
    return limits.filter((limit) => measured[last].speed >= limit).length;
  };
  const even = paceOf(limits[0]) - paceOf(limits.at(-1)) < LEAST_SPAN_S_PER_KM;
  return { limits, colourAt, even, some: measured.length > COLOURS && !even };
}

const paceOf = (speed) => 1000 / speed;

/** Long straight parts in short pieces, so that the colour can change within them. */
function pieces(points, metres, longest) {
  const out = [[points[0], metres[0]]];
  for (let at = 1; at < points.length; at++) {
    const parts = Math.max(1, Math.ceil((metres[at] - metres[at - 1]) / longest));
    for (let part = 1; part <= parts; part++) {
      const share = part / parts;
      const mix = (from, to) => from + (to - from) * share;
      const [from, to] = [points[at - 1], points[at]];
      out.push([[mix(from[0], to[0]), mix(from[1], to[1])], mix(metres[at - 1], metres[at])]);
    }
  }
  return out;
}

const d = (points) => `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;

function colouredLines(points, metres, colours) {
  const runs = [];
  for (const [at, [point, distanceM]] of pieces(points, metres, 40).entries()) {
    const last = runs.at(-1);
    if (at === 0) runs.push({ colour: colours.colourAt(0), points: [point] });
    else {
      last.points.push(point);
      const colour = colours.colourAt(distanceM);
      if (colour !== last.colour) runs.push({ colour, points: [point] });
    }
  }
  const lines = runs.filter((run) => run.points.length > 1);
  return lines.map((run) => s('path', { class: `track-line pace-${run.colour + 1}`, d: d(run.points) }));
}

function scaleBar(fit) {
  const metres = STEPS_M.findLast((step) => step * fit.scale < SIZE / 3) ?? STEPS_M[0];
  const [left, bottom, width] = [20, fit.height - 10, metres * fit.scale];
  return s(
    'g',
    { class: 'track-scale' },
    s('path', { d: `M${left} ${bottom - 12}v12h${width}v-12` }),
    s('text', { x: left + 12, y: bottom - 16 }, metres < 1000 ? `${metres} m` : `${metres / 1000} km`),
  );
}

function paceLegend(limits) {
  const told = (speed) => duration(paceInUnit(paceOf(speed)));
  return h(
    'p',
    { class: 'legend' },
    h(
      'span',
      { class: 'row-start' },
      t('track.slow'),
      Array.from({ length: COLOURS }, (_, at) => h('span', { class: `swatch pace-${at + 1}` })),
      t('track.fast'),
    ),
    h('span', { class: 'muted' }, `${told(limits[0])} – ${told(limits.at(-1))} /${unitName()}`),
  );
}

const isPlace = (series, at) => series.latitudeDeg[at] !== null && series.longitudeDeg[at] !== null;

/** The route, coloured by pace, without a map; `mark(index)` shows where a point of the series lies. */
export function track(activity, speeds) {
  const { series } = activity;
  const degrees = activity.track ? decode(activity.track.polyline) : [];
  if (degrees.length < 2) return null;
  const project = projection(degrees[0]);
  const metres = degrees.map(project);
  const fit = fitted(metres);
  const points = metres.map(fit.place);
  const colours = speeds && colouring(series, speeds);
  const marker = s('circle', { class: 'track-cursor', r: 20, visibility: 'hidden' });
  const [start, finish] = [points[0], points.at(-1)];
  const label = t(colours?.some ? 'track.label' : 'track.plain', { distance: distance(activity.distanceM) });
  const drawing = s(
    'svg',
    { class: 'track', viewBox: `0 0 ${SIZE} ${fit.height.toFixed(0)}`, role: 'img', 'aria-label': label },
    s('path', { class: 'track-casing', d: d(points) }),
    colours?.some
      ? colouredLines(points, along(metres, activity.distanceM), colours)
      : s('path', { class: 'track-line pace-3', d: d(points) }),
    s('circle', { class: 'track-finish', cx: finish[0], cy: finish[1], r: 16 }),
    s('circle', { class: 'track-start', cx: start[0], cy: start[1], r: 13 }),
    scaleBar(fit),
    marker,
  );
  const mark = (index) => {
    marker.setAttribute('visibility', isPlace(series, index) ? 'visible' : 'hidden');
    if (!isPlace(series, index)) return;
    const [x, y] = fit.place(project([series.latitudeDeg[index], series.longitudeDeg[index]]));
    marker.setAttribute('cx', x);
    marker.setAttribute('cy', y);
  };
  const legend = h(
    'p',
    { class: 'legend' },
    ['start', 'finish'].map((end) =>
      h('span', { class: 'row-start' }, h('span', { class: `swatch ${end}` }), t(`track.${end}`)),
    ),
  );
  return {
    node: section(
      t('track.title'),
      { class: 'card' },
      drawing,
      colours?.some ? paceLegend(colours.limits) : null,
      colours?.even ? h('p', { class: 'legend' }, t('track.even', { pace: pace(paceOf(colours.limits[0])) })) : null,
      legend,
    ),
    mark,
  };
}
