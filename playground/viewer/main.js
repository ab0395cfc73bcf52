import './viewer.css';

import { NoAnswer, NotSignedIn } from './api.js';
import { h } from './dom.js';
import { frame } from './frame.js';
import { activities } from './pages/activities.js';
import { activity } from './pages/activity.js';
import { plan } from './pages/plan.js';
import { progress } from './pages/progress.js';
import { signIn } from './pages/signin.js';
import { notice } from './parts/notice.js';
import { settings } from './settings.js';
import { find, t } from './words.js';

const ROUTES = [
  ['activity', /^#\/activity\/([^/]+)$/, activity],
  ['progress', /^#\/progress(?:\/(months))?$/, progress],
  ['plan', /^#\/plan(?:\/(2|3))?$/, plan],
  ['sign-in', /^#\/sign-in$/, () => Promise.resolve(signIn(home, 'signIn.whose'))],
  ['activities', /^#\/(running|walking)?$/, activities],
];

const positions = new Map();
const around = frame(() => show({ stay: true }), home);
let shown = { hash: null, name: null, leave: null };
let under = new AbortController();

/** From wherever to the list: whoever is shown now may have nothing at this address. */
function home() {
  if (location.hash && location.hash !== '#/') location.hash = '#/';
  else show();
}

function routed(hash) {
  for (const [name, pattern, page] of ROUTES) {
    const match = pattern.exec(hash || '#/');
    if (match) return { name, page, parameters: match.slice(1) };
  }
  return { name: 'activities', page: activities, parameters: [] };
}

/** What a page could not show: where a person can do something about it, with the means to. */
function failure(error) {
  if (error instanceof NotSignedIn) return signIn(() => show(), settings.token ? 'signIn.refused' : 'signIn.none');
  const words = error instanceof NoAnswer && find(`error.code.${error.code}`);
  if (!(error instanceof NoAnswer)) console.error(error);
  const again = h('button', { type: 'button', click: () => show() }, t('error.again'));
  const title = t('error.title');
  return { title, nodes: [notice(title, words || t('error.unknown', { message: error.message }), again)] };
}

/** Show the page of the address. */
async function show({ stay = false } = {}) {
  under.abort();
  under = new AbortController();
  const { signal } = under;
  const { hash } = location;
  const { name, page, parameters } = routed(hash);
  positions.set(shown.hash, scrollY);
  around.write(name);
  around.main.setAttribute('aria-busy', 'true');
  around.say(t('frame.loading'));
  if (!shown.name) around.main.replaceChildren(h('p', { class: 'loading', 'aria-hidden': 'true' }, t('frame.loading')));
  const view = await page(parameters, { signal, from: shown.name }).catch((error) => !signal.aborted && failure(error));
  if (signal.aborted) return;
  shown.leave?.();
  const first = shown.name === null;
  shown = { hash, name, leave: view.leave };
  document.title = `${view.title} · stridegraph`;
  around.main.replaceChildren(...view.nodes.flat().filter(Boolean));
  around.main.removeAttribute('aria-busy');
  around.say('');
  if (!stay) scrollTo(0, view.back ? (positions.get(hash) ?? 0) : 0);
  // Whoever listens hears where they are; the first page is told by the browser itself.
  if (!stay && !first) around.main.querySelector('h1')?.focus({ preventScroll: true });
}

history.scrollRestoration = 'manual';
addEventListener('hashchange', () => show());
show();
