import { range, SMOOTHING_S } from '../channels.js';
import { h, section, uniqueId } from '../dom.js';
import { distance, duration, number, unitM, unitName } from '../format.js';
import { t } from '../words.js';
import { plot } from './plot.js';
import { dataTable } from './table.js';

const MINUTES = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 360].map((minutes) => minutes * 60);
const TABLE_ROWS = 20;

/** The two axes that an activity can be seen over; a distance that is not known for a while stays as it was. */
export function axesOf(series) {
  let last = 0;
  const distances = series.distanceM.map((metres) => (last = metres ?? last));
  const axes = {};
  if (last > 0) {
    axes.distance = {
      values: distances.map((metres) => metres / unitM()),
      format: (value) => `${number(value, value % 1 ? 1 : 0)} ${unitName()}`,
      distances,
    };
  }
  axes.time = { values: series.elapsedS, format: duration, increments: MINUTES };
  return axes;
}

/** One channel: its name, what the cursor reads, and the lines. */
function channelChart(reading, axis, stretches, onCursor) {
  const [least, most] = range(reading.values).map(reading.text);
  const { mean, text } = reading;
  const about = mean === null ? `${least} – ${most}` : t('charts.mean', { value: text(mean) });
  const value = h('span', { class: 'reading' }, about);
  const drawn = plot({
    label: t('charts.label', { name: reading.name, about, least, most }),
    lines: [reading],
    x: axis,
    y: { ...reading, format: reading.tick },
    stretches,
    onCursor,
  });
  const mark = (index) => {
    const read = reading.values[index];
    value.textContent = read === null ? t('charts.none') : reading.text(read);
    drawn.mark(index);
  };
  return {
    node: h('figure', { class: 'chart' }, h('figcaption', null, h('h3', null, reading.name), value), drawn.node),
    mark,
    leave: drawn.leave,
  };
}

/** All of them over distance or time, one cursor for all, and the same in a table. */
export function charts(activity, channels, onCursor) {
  const axes = axesOf(activity.series);
  const grid = h('div', { class: 'charts' });
  const more = h('div', { class: 'charts' });
  const moreBox = h('details', { class: 'more', open: true }, h('summary', null, t('charts.form')), more);
  let drawn = [];
  const all = (index) => {
    drawn.forEach(({ mark }) => mark(index));
    slider.value = index;
    slider.setAttribute('aria-valuetext', place(activity.series, index));
    where.textContent = place(activity.series, index);
    onCursor(index);
  };
  const slider = h('input', {
    type: 'range',
    min: 0,
    max: activity.series.points - 1,
    value: 0,
    'aria-label': t('charts.cursor'),
    'aria-valuetext': place(activity.series, 0),
    input: () => all(Number(slider.value)),
  });
  const where = h('span', { class: 'reading' }, t('charts.hint'));
  const draw = (kind) => {
    drawn.forEach(({ leave }) => leave());
    const stretches = stretchesOf(activity, axes[kind]);
    drawn = channels.map((reading) => channelChart(reading, axes[kind], stretches, all));
    const nodes = (form) => drawn.filter((_, at) => Boolean(channels[at].form) === form).map(({ node }) => node);
    grid.replaceChildren(...nodes(false));
    more.replaceChildren(...nodes(true));
    moreBox.hidden = !more.childElementCount;
  };
  draw(Object.keys(axes)[0]);
  const node = section(
    t('charts.title'),
    { class: 'card' },
    h('div', { class: 'toolbar' }, axisChoice(Object.keys(axes), draw), h('div', { class: 'scrubber' }, slider, where)),
    activity.brisk?.segments?.length
      ? h('p', { class: 'legend' }, h('span', { class: 'swatch shade' }), t('charts.brisk'))
      : null,
    grid,
    moreBox,
    h('p', { class: 'small muted' }, t('charts.smoothed', { seconds: SMOOTHING_S })),
    valuesTable(activity.series, channels),
  );
  return { node, leave: () => drawn.forEach(({ leave }) => leave()) };
}

function place(series, index) {
  const metres = series.distanceM[index];
  const time = duration(series.elapsedS[index]);
  return metres === null ? time : `${distance(metres)} · ${time}`;
}

function axisChoice(kinds, choose) {
  const name = uniqueId();
  const option = (kind, at) =>
    h(
      'label',
      null,
      h('input', { type: 'radio', name, value: kind, checked: at === 0, change: () => choose(kind) }),
      t(`charts.${kind}`),
    );
  return h('fieldset', { class: 'choice' }, h('legend', { class: 'sr' }, t('charts.axis')), kinds.map(option));
}

/** The brisk parts of a walk as pairs on an axis. */
function stretchesOf(activity, axis) {
  const { elapsedS } = activity.series;
  const at = (seconds) => {
    const found = elapsedS.findIndex((each) => each >= seconds);
    return axis.values[found < 0 ? elapsedS.length - 1 : found];
  };
  return (activity.brisk?.segments ?? []).map(({ startS, endS }) => [at(startS), at(endS)]);
}

function valuesTable(series, channels) {
  const last = series.points - 1;
  const rows = Array.from({ length: Math.min(TABLE_ROWS, last) + 1 }, (_, row) =>
    Math.round((row * last) / Math.min(TABLE_ROWS, last)),
  );
  const columns = [t('charts.place'), ...channels.map(({ name }) => name)];
  const cell = (reading, index) => (reading.values[index] === null ? '–' : reading.text(reading.values[index]));
  return h(
    'details',
    { class: 'more' },
    h('summary', null, t('charts.table')),
    dataTable(
      t('charts.title'),
      columns,
      rows.map((index) => [place(series, index), ...channels.map((each) => cell(each, index))]),
    ),
  );
}
