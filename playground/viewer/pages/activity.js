import { ask } from '../api.js';
import { readings } from '../channels.js';
import { h } from '../dom.js';
import { moment } from '../format.js';
import { advice } from '../parts/advice.js';
import { charts } from '../parts/charts.js';
import { brisk, previous, summary } from '../parts/figures.js';
import { notice, partial } from '../parts/notice.js';
import { score } from '../parts/score.js';
import { splits, zones } from '../parts/splits.js';
import { track } from '../parts/track.js';
import query from '../queries/activity.graphql';
import { settings } from '../settings.js';
import { t } from '../words.js';

/** One run or walk. */
export async function activity([id], { signal }) {
  const splitUnit = settings.units === 'IMPERIAL' ? 'MILE' : 'KILOMETER';
  const { data, errors } = await ask(query, { id: decodeURIComponent(id), splitUnit }, signal);
  const found = data.activity;
  if (!found && errors.length === 0) {
    const back = h('a', { class: 'button', href: '#/' }, t('activity.all'));
    return { title: t('activity.absent'), nodes: [notice(t('activity.absent'), t('activity.gone'), back)] };
  }
  const title = found?.name ?? t(`activity.${found?.sport}`);
  return { title, ...(found ? shown(found, title, errors) : { nodes: [partial(errors)] }) };
}

function shown(found, title, errors) {
  const channels = found.series ? readings(found) : [];
  const pace = channels.find(({ key }) => key === 'SPEED_M_S');
  const route = found.track && found.series ? track(found, pace?.speeds) : null;
  const drawn = channels.length ? charts(found, channels, (index) => route?.mark(index)) : null;
  // Beside the charts of a run there is more room than beside those of a walk.
  const walking = found.sport === 'WALKING';
  const nodes = [
    h(
      'div',
      { class: 'page-head' },
      h(
        'div',
        null,
        h('a', { href: '#/' }, `← ${t('activity.all')}`),
        h('h1', { tabindex: -1 }, title),
        heading(found),
      ),
    ),
    partial(errors),
    summary(found),
    h(
      'div',
      { class: 'columns activity-page' },
      h('div', null, score(found), advice(found)),
      h('div', { class: 'main-column' }, route?.node, drawn?.node, walking && splits(found)),
      h('div', null, brisk(found), !walking && splits(found), zones(found), previous(found)),
    ),
  ];
  return { nodes, leave: () => drawn?.leave() };
}

function heading({ sport, name, startedAt, device }) {
  const about = [moment(startedAt), device?.name].filter(Boolean).join(' · ');
  return h('p', { class: 'row-start muted' }, name && h('span', { class: `tag ${sport}` }, t(`sport.${sport}`)), about);
}
