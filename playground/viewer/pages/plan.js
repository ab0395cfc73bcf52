import { ask } from '../api.js';
import { h, section } from '../dom.js';
import { day, isoDay, number } from '../format.js';
import { exercises } from '../parts/advice.js';
import { partial } from '../parts/notice.js';
import query from '../queries/plan.graphql';
import { t } from '../words.js';

function daysChoice(chosen) {
  const link = (days) =>
    h('a', { href: `#/plan/${days}`, 'aria-current': days === chosen && 'page' }, t('plan.days', { count: days }));
  return h('nav', { class: 'choice', 'aria-label': t('plan.perWeek') }, [2, 3].map(link));
}

function basis({ basis: weaknesses, leftOut }) {
  const line = ({ sport, name, gainPoints }) =>
    h(
      'li',
      { class: 'row' },
      h('span', { class: 'row-start' }, h('span', { class: `tag ${sport}` }, t(`sport.${sport}`)), name),
      h('span', { class: 'small muted' }, t('advice.gain', { points: number(gainPoints, 1) })),
    );
  return [
    weaknesses.length > 0 &&
      section(t('plan.basis'), { class: 'card' }, h('ul', { class: 'plain' }, weaknesses.map(line))),
    leftOut.length > 0 &&
      section(t('plan.leftOut'), { class: 'card' }, h('p', null, leftOut.map(({ name }) => name).join(', '))),
  ];
}

/** Sessions of exercises for the coming week. */
export async function plan([path], { signal }) {
  const days = path === '3' ? 3 : 2;
  const { data, errors } = await ask(query, { daysPerWeek: days, today: isoDay(new Date()) }, signal);
  const program = data.viewer.bodyProgram;
  const nodes = [
    h('div', { class: 'page-head' }, h('h1', { tabindex: -1 }, t('plan.title')), daysChoice(days)),
    partial(errors),
    program && h('p', { class: 'lead' }, program.text),
    program &&
      h(
        'div',
        { class: 'columns' },
        h(
          'div',
          null,
          program.sessions.map((each) => section(day(each.day), { class: 'card' }, exercises(each.exercises))),
        ),
        h('div', null, basis(program), h('p', { class: 'small muted' }, t('plan.about'))),
      ),
  ];
  return { title: t('plan.title'), nodes };
}
