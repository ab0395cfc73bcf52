import { duration, height, number, paceInUnit, unitName, withUnit } from './format.js';
import { settings } from './settings.js';
import { t } from './words.js';

// Standing still has no pace, and crawling none that a chart could show.
const SLOWEST_M_S = 0.4;
// Recorders tell speed and form step by step, and the thinned series keeps the extremes: drawn are means of this long
// before and after each point.
export const SMOOTHING_S = 20;
const FOOT_M = 0.3048;

/**
 * What is drawn of each channel, in the order of the page; `form` tells the figures of the form. No scale is finer than
 * `leastSpan`, in the unit that is shown: a line that hardly moves looks so, and its axis has more than one value.
 */
const CHANNELS = {
  SPEED_M_S: {
    colour: 'pace',
    mean: 'paceSPerKm',
    reversed: true,
    leastSpan: 30,
    increments: [5, 10, 15, 30, 60, 120, 300, 600, 1800],
  },
  HEART_RATE_BPM: { colour: 'heart', mean: 'averageHeartRateBpm', leastSpan: 20 },
  ALTITUDE_M: { colour: 'altitude', filled: true, leastSpan: 20 },
  CADENCE_SPM: { colour: 'cadence', mean: 'averageCadenceSpm', leastSpan: 20 },
  VERTICAL_RATIO_PCT: { colour: 'form', digits: 1, leastSpan: 2, form: true },
  VERTICAL_OSCILLATION_MM: { colour: 'form', leastSpan: 20, form: true },
  CONTACT_MS: { colour: 'form', leastSpan: 20, form: true },
  CONTACT_BALANCE_PCT: { colour: 'form', digits: 1, leastSpan: 2, form: true },
  STEP_LENGTH_M: { colour: 'form', digits: 2, leastSpan: 0.2, form: true },
  POWER_W: { colour: 'form', leastSpan: 40, form: true },
  TEMPERATURE_C: { colour: 'form', leastSpan: 4, form: true },
};

/**
 * The channels of an activity's series as they are drawn and written: `{ key, name, values, tick, text, mean, ... }`. The
 * mean is the service's own, over every recorded point, and null where it tells none: thinned points have no fair one.
 */
export function readings(activity) {
  const { series } = activity;
  const recorded = new Map(series.channels.map(({ channel, values }) => [channel, values]));
  return Object.entries(CHANNELS)
    .filter(([key]) => recorded.has(key))
    .map(([key, look]) => reading(key, look, recorded.get(key), activity))
    .filter(({ values }) => values.some((value) => value !== null));
}

function reading(key, look, values, activity) {
  const common = { ...look, key, name: t(`channel.${key}`), mean: activity[look.mean] ?? null };
  if (key === 'SPEED_M_S') {
    const speeds = smoothed(values, activity.series);
    const paces = speeds.map((speed) => (speed > SLOWEST_M_S ? paceInUnit(1000 / speed) : null));
    const mean = common.mean && paceInUnit(common.mean);
    return {
      ...common,
      mean,
      speeds,
      values: paces,
      tick: duration,
      text: (value) => withUnit(duration(value), `/${unitName()}`),
    };
  }
  if (key === 'ALTITUDE_M') {
    const imperial = settings.units === 'IMPERIAL';
    const shown = values.map((value) => (value !== null && imperial ? value / FOOT_M : value));
    return { ...common, values: shown, tick: number, text: (value) => height(imperial ? value * FOOT_M : value) };
  }
  const tick = (value) => number(value, look.digits ?? 0);
  const unit = t(`unit.${key}`);
  const text = (value) => (unit === '%' ? `${tick(value)}%` : withUnit(tick(value), unit));
  return { ...common, values: look.form ? smoothed(values, activity.series) : values, tick, text };
}

/** Means over the seconds around each point, of what is known while moving. */
function smoothed(values, { elapsedS, moving }) {
  let from = 0;
  let to = 0;
  return values.map((value, at) => {
    if (value === null || !moving[at]) return null;
    while (elapsedS[from] < elapsedS[at] - SMOOTHING_S) from++;
    while (to < values.length && elapsedS[to] <= elapsedS[at] + SMOOTHING_S) to++;
    let sum = 0;
    let count = 0;
    for (let near = from; near < to; near++) {
      if (values[near] === null || !moving[near]) continue;
      sum += values[near];
      count++;
    }
    return sum / count;
  });
}

/** Smallest and largest of the known values. */
export function range(values) {
  const known = values.filter((value) => value !== null);
  return [Math.min(...known), Math.max(...known)];
}
