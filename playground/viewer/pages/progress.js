import { ask } from '../api.js';
import { h, section } from '../dom.js';
import {
  clockDay,
  distance,
  duration,
  figure,
  height,
  hours,
  isoDay,
  month,
  number,
  paceInUnit,
  shortDay,
  unitName,
} from '../format.js';
import { bar } from '../parts/bar.js';
import { partial } from '../parts/notice.js';
import { plot } from '../parts/plot.js';
import { reasonWords } from '../parts/score.js';
import { dataTable } from '../parts/table.js';
import query from '../queries/progress.graphql';
import { settings } from '../settings.js';
import { sentences, t } from '../words.js';

const WEEKS = 12;
// As the page of an activity colours them; the score itself is drawn as the text is.
const COLOURS = ['pace', 'form', 'cadence', 'extra', 'heart', 'altitude'];

function span(unit) {
  const from = new Date();
  if (unit === 'WEEK') from.setDate(from.getDate() - 7 * (WEEKS - 1));
  else from.setMonth(from.getMonth() - 11, 1);
  return { unit, from: isoDay(from), to: isoDay(new Date()), weeks: WEEKS };
}

function unitChoice(unit) {
  const link = (kind, href) => h('a', { href, 'aria-current': unit === kind && 'page' }, t(`progress.${kind}`));
  return h(
    'nav',
    { class: 'choice', 'aria-label': t('progress.unit') },
    link('WEEK', '#/progress'),
    link('MONTH', '#/progress/months'),
  );
}

function totals(list, unit) {
  if (!list) return null;
  // What lies before the first recording is no news.
  const known = list.slice(
    Math.max(
      0,
      list.findIndex(({ count }) => count),
    ),
  );
  const most = Math.max(...list.map(({ distanceM }) => distanceM), 1);
  const name = ({ from }) => (unit === 'WEEK' ? shortDay(from) : month(from));
  const rows = known
    .reverse()
    .map((each) => [
      h('span', { class: 'stacked' }, name(each), h('small', { class: 'muted' }, countWords(each.count))),
      h('span', { class: 'with-bar below' }, distance(each.distanceM, 1), bar(each.distanceM / most)),
      hours(each.movingS),
      number(each.steps),
      height(each.ascentM),
    ]);
  const columns = ['progress.from', 'figure.distance', 'progress.moving', 'figure.steps', 'figure.ascent'];
  const labels = columns.map((key) => t(key));
  return section(
    t('progress.totals'),
    { class: 'card' },
    unitChoice(unit),
    dataTable(t('progress.totals'), labels, rows),
  );
}

const countWords = (count) => t(count === 1 ? 'progress.activity' : 'progress.activities', { count: number(count) });

function distanceName(metres) {
  if (metres % 1000 === 0 && settings.units === 'METRIC') return `${number(metres / 1000)} km`;
  return Math.abs(metres % 1609.344) < 1 ? `${number(metres / 1609.344)} ${t('unit.mile')}` : `${number(metres)} m`;
}

function bests(list, sport) {
  const rows = list
    .filter((each) => each.sport === sport)
    .map((each) => [
      distanceName(each.distanceM),
      h('strong', { class: 'figure' }, duration(each.durationS)),
      duration(paceInUnit((each.durationS * 1000) / each.distanceM)),
      each.activity
        ? h('a', { href: `#/activity/${each.activity.id}` }, clockDay(each.activity.startedAt))
        : clockDay(each.achievedAt),
    ]);
  const columns = [t('figure.distance'), t('progress.time'), `${t('figure.pace')} /${unitName()}`, t('progress.day')];
  const title = t(`progress.bests.${sport}`);
  return rows.length > 0 && section(title, { class: 'card' }, dataTable(title, columns, rows));
}

/** What to do to get scores; nothing where there are no activities. */
const whyNone = ({ reason, help }) => help ?? (reason && reasonWords(reason));

/** The score of each week and the points of what counts, as lines and as a table. */
function form(history, leaving) {
  const title = t(`progress.form.${history.sport}`);
  const weeks = history.weeks;
  if (!weeks.some(({ score }) => score !== null)) {
    return section(title, { class: 'card' }, h('p', null, sentences(t('progress.noForm'), whyNone(history))));
  }
  const names = new Map(weeks.flatMap(({ components }) => components.map(({ key, name }) => [key, name])));
  const pointsOf = (key) => weeks.map(({ components }) => components.find((each) => each.key === key)?.points ?? null);
  const lines = [
    { name: t('score.title'), colour: 'score', values: weeks.map(({ score }) => score), width: 3, points: true },
    ...[...names].map(([key, name], at) => ({
      name,
      colour: COLOURS[at % COLOURS.length],
      values: pointsOf(key),
      points: true,
    })),
  ];
  const label = t('progress.formLabel', { title, count: weeks.length });
  const x = {
    values: weeks.map((_, at) => at),
    format: (at) => (weeks[at] ? shortDay(weeks[at].from) : ''),
    increments: [1, 2, 3, 4, 6],
  };
  const drawn = plot({ label, lines, x, y: { format: number, range: [0, 100], increments: [25, 50] }, height: 200 });
  leaving.push(drawn.leave);
  const legend = lines.map(({ name, colour }) =>
    h('span', { class: 'row-start' }, h('span', { class: `swatch line-${colour}` }), name),
  );
  const cell = (week, key) => {
    const found = week.components.find((each) => each.key === key);
    return found ? figure(key, found.unit, found.value) : '–';
  };
  const rows = weeks.map((week) => [
    shortDay(week.from),
    number(week.activities),
    number(week.score),
    ...[...names.keys()].map((key) => cell(week, key)),
  ]);
  const columns = [t('progress.from'), t('progress.count'), t('score.title'), ...names.values()];
  return section(
    title,
    { class: 'card' },
    h('p', { class: 'small muted' }, t('progress.formAbout')),
    history.pending > 0 && h('p', { class: 'small' }, t('progress.pending', { count: history.pending })),
    drawn.node,
    h('p', { class: 'legend' }, legend),
    h('details', { class: 'more' }, h('summary', null, t('charts.table')), dataTable(title, columns, rows)),
  );
}

/** Sums, best times and the form over weeks. */
export async function progress([path], { signal }) {
  const unit = path === 'months' ? 'MONTH' : 'WEEK';
  const { data, errors } = await ask(query, span(unit), signal);
  const { profile, totals: sums, personalBests, running, walking } = data.viewer;
  settings.units = profile?.units ?? settings.units;
  const leaving = [];
  const forms = [running, walking].filter(Boolean).map((history) => form(history, leaving));
  const nodes = [
    h('div', { class: 'page-head' }, h('h1', { tabindex: -1 }, t('progress.title'))),
    partial(errors),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        null,
        totals(sums, unit),
        ['RUNNING', 'WALKING'].map((sport) => bests(personalBests ?? [], sport)),
      ),
      h('div', null, forms),
    ),
  ];
  return { title: t('progress.title'), nodes, leave: () => leaving.forEach((leave) => leave()) };
}
