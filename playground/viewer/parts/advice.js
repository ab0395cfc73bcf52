import { h, section } from '../dom.js';
import { number } from '../format.js';
import { t } from '../words.js';

/** How much of an exercise: 2 × 8, or 2 × 20 s. */
export function amount({ sets, repetitions, seconds, eachSide }) {
  const once =
    repetitions === null ? t('exercise.seconds', { count: seconds }) : t('exercise.times', { count: repetitions });
  return `${sets} × ${once}${eachSide ? t('exercise.eachSide') : ''}`;
}

/** Exercises as a list: what, how much, how, and when to stop. */
export function exercises(list) {
  const one = (each) =>
    h(
      'li',
      null,
      h('div', { class: 'row' }, h('strong', null, each.name), h('span', { class: 'figure' }, amount(each))),
      h('p', null, each.cue),
      h('p', { class: 'small muted' }, `${each.equipmentName} · ${each.stopRule}`),
    );
  return h('ul', { class: 'exercises' }, list.map(one));
}

function line(each) {
  const gain =
    each.kind === 'IMPROVE' ? t('advice.gain', { points: number(each.gainPoints, 1) }) : t(`advice.${each.kind}`);
  return h(
    'li',
    null,
    h('div', { class: 'row' }, h('h3', null, each.componentName), h('span', { class: 'tag' }, gain)),
    h('p', { class: 'lead' }, each.text),
    h('p', { class: 'small muted' }, each.evidence),
    each.exercises.length > 0 &&
      h(
        'details',
        { class: 'more' },
        h('summary', null, t('advice.exercises', { count: each.exercises.length })),
        exercises(each.exercises),
      ),
  );
}

/** What to work on, the largest gain first; null where there is nothing to say. */
export function advice({ score }) {
  if (!score?.advice?.length) return null;
  return section(t('advice.title'), { class: 'card' }, h('ul', { class: 'advice' }, score.advice.map(line)));
}
