import { h, section } from '../dom.js';
import { distance, duration, height, moment, NOTHING, number, pace, withUnit } from '../format.js';
import { t } from '../words.js';
import { reasonWords } from './score.js';
import { dataTable } from './table.js';

const measured = (value, unit, digits) => value !== null && withUnit(number(value, digits), unit);
const figureOf = (value, unit, digits) => measured(value, unit, digits) || NOTHING;

/** Names and values as `151 bpm`, the unit smaller; those without a value are left out. */
function definitions(pairs) {
  const one = ([name, value]) => {
    const [, figure, unit] = /^(\S+)(.*)$/.exec(value);
    return h('div', null, h('dt', null, name), h('dd', null, figure, h('small', null, unit)));
  };
  return h('dl', { class: 'figures' }, pairs.filter(([, value]) => value).map(one));
}

/** The figures of an activity that a person looks for first. */
export function summary(activity) {
  const walking = activity.sport === 'WALKING';
  return definitions([
    [t('figure.distance'), distance(activity.distanceM)],
    [t('figure.moving'), duration(activity.movingS)],
    [t('figure.pace'), activity.paceSPerKm !== null && pace(activity.paceSPerKm)],
    [t('figure.meanSpeed'), walking && measured(activity.speedMS && activity.speedMS * 3.6, 'km/h', 1)],
    [t('figure.heartRate'), measured(activity.averageHeartRateBpm, 'bpm')],
    [t('figure.maxHeartRate'), measured(activity.maxHeartRateBpm, 'bpm')],
    [t('figure.cadence'), measured(activity.averageCadenceSpm, t('unit.spm'))],
    [t('figure.stepLength'), measured(activity.stepLengthM, 'm', 2)],
    [t('figure.steps'), activity.steps !== null && number(activity.steps)],
    [t('figure.ascent'), activity.ascentM !== null && height(activity.ascentM)],
    [t('figure.energy'), measured(activity.caloriesKcal, 'kcal')],
    [t('figure.elapsed'), duration(activity.elapsedS)],
  ]);
}

/** The brisk part of a walk beside the whole of it. */
export function brisk(activity) {
  const part = activity.brisk;
  if (!part) return null;
  const speed = (metresPerS) => figureOf(metresPerS === null ? null : metresPerS * 3.6, 'km/h', 1);
  const rows = [
    [t('figure.meanSpeed'), speed(part.speedMS), speed(activity.speedMS)],
    [t('figure.stepLength'), figureOf(part.stepLengthM, 'm', 2), figureOf(activity.stepLengthM, 'm', 2)],
    [t('figure.moving'), duration(part.durationS), duration(activity.movingS)],
    [t('figure.distance'), part.distanceM === null ? NOTHING : distance(part.distanceM), distance(activity.distanceM)],
    [t('figure.steps'), number(part.steps), number(activity.steps)],
    [t('figure.heartRate'), figureOf(part.heartRateBpm, 'bpm'), figureOf(activity.averageHeartRateBpm, 'bpm')],
  ];
  const columns = [t('brisk.figure'), t('brisk.part'), t('brisk.whole')];
  const content = part.reason ? h('p', null, reasonWords(part.reason)) : dataTable(t('brisk.title'), columns, rows);
  return section(t('brisk.title'), { class: 'card' }, h('p', { class: 'small muted' }, t('brisk.about')), content);
}

/** The comparable activity before it, and how this one differs. */
export function previous(activity) {
  const before = activity.previousComparable;
  if (!before) return null;
  const both = (name, write, of) => [name, write(of(before)), write(of(activity))];
  const rows = [
    both(t('figure.distance'), distance, (each) => each.distanceM),
    both(t('figure.pace'), pace, (each) => each.paceSPerKm),
    both(
      t('figure.heartRate'),
      (value) => figureOf(value, 'bpm'),
      (each) => each.averageHeartRateBpm,
    ),
    both(t('score.title'), number, (each) => each.score?.value ?? null),
  ];
  const link = h('a', { href: `#/activity/${before.id}` }, moment(before.startedAt));
  const columns = [t('brisk.figure'), t('previous.then'), t('previous.now')];
  return section(
    t('previous.title'),
    { class: 'card' },
    h('p', null, link),
    dataTable(t('previous.title'), columns, rows),
  );
}
