import { h, section } from '../dom.js';
import { duration, height, number, pace, paceInUnit, unitM, unitName } from '../format.js';
import { t } from '../words.js';
import { bar } from './bar.js';
import { reasonWords } from './score.js';
import { dataTable } from './table.js';

const LEAST_SPAN_S_PER_KM = 30;

/** Each kilometre or mile; the bar is the longer the faster it was. */
export function splits({ splits: list }) {
  if (!list?.length) return null;
  const paces = list.map(({ movingS, distanceM }) => (distanceM ? (movingS * 1000) / distanceM : null));
  // The rest at the end may be a few steps: it is neither the fastest nor the slowest.
  const whole = paces.filter((each, at) => each && list[at].distanceM > unitM() - 1);
  const known = whole.length ? whole : paces.filter(Boolean);
  const [fastest, slowest] = [Math.min(...known), Math.max(...known)];
  // Paces of one outing are close together: a bar from nothing would hide how they differ. Seconds are no difference.
  const span = Math.max(slowest - fastest, LEAST_SPAN_S_PER_KM);
  const share = (each) => (each ? 1 - (0.75 * (each - fastest)) / span : 0);
  const some = (of) => list.some((each) => of(each) !== null);
  const columns = [
    [unitName(), ({ index, distanceM }) => (distanceM > unitM() - 1 ? index : number(distanceM / unitM(), 2))],
    [
      t('figure.pace'),
      (_, at) => h('span', { class: 'with-bar' }, duration(paces[at] && paceInUnit(paces[at])), bar(share(paces[at]))),
    ],
    some((each) => each.averageHeartRateBpm) && [t('splits.heartRate'), (each) => number(each.averageHeartRateBpm)],
    some((each) => each.averageCadenceSpm) && [t('figure.cadence'), (each) => number(each.averageCadenceSpm)],
    some((each) => each.ascentM) && [t('figure.ascent'), (each) => height(each.ascentM)],
  ].filter(Boolean);
  const rows = list.map((each, at) => columns.map(([, write]) => write(each, at)));
  const note = t(whole.length ? 'splits.note' : 'splits.short', { pace: pace(fastest), unit: unitName() });
  return section(
    t('splits.title'),
    { class: 'card' },
    h('p', { class: 'small muted' }, note),
    dataTable(
      t('splits.title'),
      columns.map(([name]) => name),
      rows,
    ),
  );
}

/** For how long the heart beat in which zone, or why nobody knows. */
export function zones({ heartRateZones: its }) {
  if (!its) return null;
  const row = ({ index, lowBpm, highBpm, seconds, share }) => [
    t('zones.zone', { index }),
    highBpm === null ? `${number(lowBpm)}+` : `${number(lowBpm)}–${number(highBpm)}`,
    h('span', { class: 'with-bar' }, duration(seconds), bar(share)),
  ];
  const columns = [t('zones.name'), 'bpm', t('zones.time')];
  const rows = () => [
    [
      t('zones.below'),
      `< ${number(its.zones[0].lowBpm)}`,
      h('span', { class: 'with-bar' }, duration(its.belowS), bar(its.belowS / total())),
    ],
    ...its.zones.map(row),
  ];
  const total = () => its.zones.reduce((sum, { seconds }) => sum + seconds, its.belowS) || 1;
  const content = its.reason ? h('p', null, reasonWords(its.reason)) : dataTable(t('zones.title'), columns, rows());
  return section(
    t('zones.title'),
    { class: 'card' },
    its.maxEstimated && h('p', { class: 'small muted' }, t('zones.estimated')),
    content,
  );
}
