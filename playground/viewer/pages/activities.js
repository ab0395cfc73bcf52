import { ask } from '../api.js';
import { h } from '../dom.js';
import { distance, duration, moment, number, pace } from '../format.js';
import { partial } from '../parts/notice.js';
import { ring } from '../parts/score.js';
import query from '../queries/activities.graphql';
import { isDemo, settings } from '../settings.js';
import { sentences, t } from '../words.js';

const PAGE = 20;

// What was listed stays for the way back from an activity: kept for the filter, language and person that it was for.
const EMPTY = { key: null, nodes: [], pageInfo: null, errors: [] };
let kept = EMPTY;

async function more(sport, after, signal) {
  const { data, errors } = await ask(query, { first: PAGE, after, sport }, signal);
  settings.units = data.viewer.profile?.units ?? settings.units;
  const page = data.viewer.activities ?? { nodes: [], pageInfo: { hasNextPage: false } };
  kept = { ...kept, nodes: [...kept.nodes, ...page.nodes], pageInfo: page.pageInfo, errors };
  return page.nodes;
}

function card(activity) {
  const facts = [
    distance(activity.distanceM),
    duration(activity.movingS),
    activity.paceSPerKm !== null && pace(activity.paceSPerKm),
    activity.averageHeartRateBpm !== null && `${number(activity.averageHeartRateBpm)} bpm`,
  ].filter(Boolean);
  return h(
    'li',
    null,
    h(
      'a',
      { class: 'activity', href: `#/activity/${activity.id}` },
      h(
        'span',
        { class: 'activity-text' },
        h(
          'span',
          { class: 'row-start' },
          h('span', { class: `tag ${activity.sport}` }, t(`sport.${activity.sport}`)),
          h('span', { class: 'muted' }, moment(activity.startedAt)),
        ),
        h('strong', { class: 'activity-name' }, activity.name ?? facts[0]),
        h(
          'span',
          { class: 'facts' },
          (activity.name ? facts : facts.slice(1)).map((fact) => h('span', null, fact)),
        ),
      ),
      ring(activity.score?.value ?? null),
    ),
  );
}

function filter(chosen) {
  const link = (sport, path) =>
    h('a', { href: path, 'aria-current': (chosen ?? 'ALL') === sport && 'page' }, t(`filter.${sport}`));
  return h(
    'nav',
    { class: 'choice', 'aria-label': t('filter.title') },
    link('ALL', '#/'),
    link('RUNNING', '#/running'),
    link('WALKING', '#/walking'),
  );
}

function nothingYet() {
  return h('div', { class: 'card notice' }, h('h2', null, t('activities.none')), h('p', null, sentences(t('activities.how'), isDemo() && t('activities.demo'))));
}

/** A button that adds the next page to a list. */
function moreButton(sport, list, signal) {
  const button = h(
    'button',
    { type: 'button', class: 'wide', hidden: !kept.pageInfo?.hasNextPage },
    t('activities.more'),
  );
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const added = (await more(sport, kept.pageInfo.endCursor, signal)).map(card);
      list.append(...added);
      button.textContent = t('activities.more');
      button.hidden = !kept.pageInfo.hasNextPage;
      // A keyboard goes on where the new part begins.
      added[0]?.querySelector('a').focus();
    } catch {
      button.textContent = t('error.again');
    }
    button.disabled = false;
  });
  return button;
}

/** The list, newest first. */
export async function activities([path], { signal, from }) {
  const sport = { running: 'RUNNING', walking: 'WALKING' }[path];
  const key = [sport, settings.language, settings.token].join();
  const back = from === 'activity' && kept.key === key;
  if (!back) {
    kept = { ...EMPTY, key };
    await more(sport, null, signal);
  }
  const list = h('ul', { class: 'activities' }, kept.nodes.map(card));
  const empty = !kept.nodes.length && !kept.errors.length;
  const content = empty ? [nothingYet()] : [partial(kept.errors), list, moreButton(sport, list, signal)];
  const heading = h('div', { class: 'page-head' }, h('h1', { tabindex: -1 }, t('activities.title')), filter(sport));
  return { title: t('activities.title'), nodes: [heading, ...content], back };
}
