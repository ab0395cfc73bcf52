import { settings } from './settings.js';
import { t } from './words.js';

const MILE_M = 1609.344;
const FOOT_M = 0.3048;

const imperial = () => settings.units === 'IMPERIAL';

export const NOTHING = '–';

// A figure and its unit stay on one line.
export const withUnit = (text, unit) => `${text}\u00a0${unit}`;

/** Metres of the unit that distances and paces are told in. */
export const unitM = () => (imperial() ? MILE_M : 1000);
export const unitName = () => (imperial() ? 'mi' : 'km');

export function number(value, digits = 0) {
  if (value === null || value === undefined) return NOTHING;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(settings.language, format).format(value);
}

export const distance = (metres, digits = 2) => withUnit(number(metres / unitM(), digits), unitName());

/** As runners write it: 46:05, or 1:46:05 from an hour on. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return NOTHING;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value) => String(value).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Sums of weeks and months, where minutes do not matter. */
export const hours = (seconds) => withUnit(number(seconds / 3600, 1), 'h');

/** Seconds per kilometre in the unit that is told. */
export const paceInUnit = (secondsPerKm) => (secondsPerKm * unitM()) / 1000;

export function pace(secondsPerKm) {
  if (secondsPerKm === null || secondsPerKm === undefined) return NOTHING;
  return withUnit(duration(paceInUnit(secondsPerKm)), `/${unitName()}`);
}

export function height(metres) {
  if (metres === null || metres === undefined) return NOTHING;
  return imperial() ? withUnit(number(metres / FOOT_M), 'ft') : withUnit(number(metres), 'm');
}

/** What is shown in another unit than it is sent in, and the digits of the rest. */
const FIGURES = {
  BRISK_SPEED: { unit: 'km/h', factor: 3.6, digits: 1 },
  STEP_LENGTH: { digits: 2 },
  CADENCE: { digits: 0 },
  CONTACT_TIME: { digits: 0 },
  WALK_RATIO: { digits: 4 },
};

/** Values of a component, as `162–180 steps/min`. */
export function figure(key, unit, ...values) {
  const shown = FIGURES[key] ?? {};
  const name = shown.unit ?? unit;
  const text = values.map((value) => number(value * (shown.factor ?? 1), shown.digits ?? 1)).join('–');
  if (name === '1') return text;
  return name === '%' ? `${text}%` : withUnit(text, name === 'steps/min' ? t('unit.spm') : name);
}

// A start carries the offset of its place: what its clock showed is to be seen, wherever this browser is.
const onItsClock = (startedAt) => new Date(`${startedAt.slice(0, 19)}Z`);

function written(instant, options) {
  return new Intl.DateTimeFormat(settings.language, { timeZone: 'UTC', ...options }).format(instant);
}

function dayOptions(instant) {
  const year = instant.getUTCFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return { weekday: 'short', day: 'numeric', month: 'short', year };
}

export function moment(startedAt) {
  const instant = onItsClock(startedAt);
  return written(instant, { ...dayOptions(instant), hour: 'numeric', minute: '2-digit' });
}

/** A local day as 2026-11-29, with its weekday. */
export function day(date) {
  const instant = new Date(`${date}T00:00:00Z`);
  return written(instant, dayOptions(instant));
}

export const shortDay = (date) => written(new Date(`${date}T00:00:00Z`), { day: 'numeric', month: 'short' });

/** A month as Nov, or Nov 2025 where it is not of this year. */
export function month(date) {
  const instant = new Date(`${date}T00:00:00Z`);
  return written(instant, { month: 'short', year: dayOptions(instant).year });
}

export function clockDay(startedAt) {
  const instant = onItsClock(startedAt);
  return written(instant, { ...dayOptions(instant), weekday: undefined });
}

/** A day as the API takes it, by this browser's clock. */
export function isoDay(date) {
  const two = (value) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
