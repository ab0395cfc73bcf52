import { h, s, section } from '../dom.js';
import { figure, number } from '../format.js';
import { sentences, t } from '../words.js';
import { bandBar, stack } from './bar.js';

const RADIUS = 44;
const ROUND = 2 * Math.PI * RADIUS;

/** The score as a ring; lists and the page of an activity show it without its hundredths. */
export function ring(value, size = '') {
  const known = value !== null && value !== undefined;
  const label = known ? t('score.label', { value: number(value) }) : t('score.none');
  return s(
    'svg',
    { class: `ring ${size}`, viewBox: '0 0 100 100', role: 'img', 'aria-label': label },
    s('circle', { class: 'ring-ground', cx: 50, cy: 50, r: RADIUS }),
    known &&
      s('circle', {
        class: 'ring-value',
        cx: 50,
        cy: 50,
        r: RADIUS,
        transform: 'rotate(-90 50 50)',
        'stroke-dasharray': `${(ROUND * value) / 100} ${ROUND}`,
      }),
    s('text', { x: 50, y: 51 }, known ? number(value) : '–'),
  );
}

/** Why there is nothing, in words; a reason that is newer than this page by its name. */
export const reasonWords = (reason) => (reason ? t(`reason.${reason}`) : t('reason.OTHER'));

function beside(sport, { key, value, unit, expected, expectedReason, band }) {
  if (!expected) return h('p', { class: 'muted small' }, reasonWords(expectedReason));
  const range = figure(key, unit, expected.low, expected.high);
  const name = t(`expected.${sport}`);
  const label = t('expected.label', { name, range, value: figure(key, unit, value) });
  return [
    bandBar(expected, value, label),
    h(
      'p',
      { class: 'small row' },
      h('span', { class: 'muted' }, `${name}: ${range}`),
      band && h('strong', { class: 'row-end' }, t(`band.${band}`)),
    ),
  ];
}

/** Among whom: people of this service were counted, or nobody was and a published norm tells. */
function percentileWords(sport, { percentile, people }, sex) {
  if (percentile === null) return null;
  const value = number(percentile);
  if (people !== null) return sentences(t('score.percentile', { value }), t('score.people', { count: number(people) }));
  if (sport === 'RUNNING') return t('score.norm.runners', { value });
  return t(sex === 'UNSPECIFIED' ? 'score.norm.bothSexes' : 'score.norm.ageAndSex', { value });
}

function contributionWords({ points, contribution }, share) {
  return t('score.contribution', { points: number(points), adds: number(contribution, 1), most: number(share * 100) });
}

// The means of the same stand above and beside: without a word they look like a contradiction.
const MEDIANS = ['BRISK_SPEED', 'STEP_LENGTH'];

function component({ sport, score: its }, each, at, share) {
  const swatch = share && h('span', { class: `swatch stack-${at + 1}` });
  const median = sport === 'WALKING' && MEDIANS.includes(each.key) && t('score.median');
  const words = sentences(median, percentileWords(sport, each, its.comparedWith?.sex), each.note);
  return h(
    'li',
    null,
    h(
      'div',
      { class: 'row' },
      h('h4', { class: 'row-start' }, swatch, each.name),
      h('strong', { class: 'figure' }, figure(each.key, each.unit, each.value)),
    ),
    beside(sport, each),
    share && h('p', { class: 'small muted' }, contributionWords(each, share)),
    words && h('p', { class: 'small muted' }, words),
  );
}

function list(activity, components, share) {
  return h(
    'ul',
    { class: 'components' },
    components.map((each, at) => component(activity, each, at, share?.(each))),
  );
}

/** What the score is and all that explains it: the sentence, then each figure beside what is expected. */
export function score(activity) {
  const its = activity.score;
  if (!its) return null;
  const components = its.components ?? [];
  const measured = components.filter(({ points }) => points !== null);
  const weights = measured.reduce((sum, { weight }) => sum + weight, 0);
  const share = ({ weight }) => (weights ? weight / weights : 0);
  const counting = components.filter(({ standing, points }) => standing === 'SCORED' && points !== null);
  const others = components.filter((each) => !counting.includes(each));
  const head =
    its.value === null
      ? h('p', null, its.help ?? reasonWords(its.reason))
      : its.comparison && h('p', { class: 'lead' }, its.comparison);
  return section(
    t('score.title'),
    { class: 'card' },
    h('div', { class: 'score-head' }, ring(its.value, 'large'), h('div', null, head)),
    its.value !== null && stack(counting, t('score.stack', { value: number(its.value) })),
    its.value !== null && h('p', { class: 'small muted' }, coverageWords(its)),
    counting.length > 0 && [
      h('h3', null, t(its.value === null ? 'score.measured' : 'score.components')),
      list(activity, counting, its.value === null ? undefined : share),
    ],
    others.length > 0 &&
      h('details', { class: 'more' }, h('summary', null, t('score.others')), list(activity, others)),
  );
}

function coverageWords({ coverage, driftPoints }) {
  const drift =
    driftPoints !== null &&
    t(driftPoints < 0 ? 'score.fell' : 'score.rose', { points: number(Math.abs(driftPoints), 1) });
  return sentences(t('score.coverage', { share: number(coverage * 100) }), drift);
}
