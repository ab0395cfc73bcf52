import { h } from './dom.js';
import { hasDemo, isDemo, setLanguage, setToken, settings } from './settings.js';
import { t } from './words.js';

const PAGES = { activities: '#/', progress: '#/progress', plan: '#/plan' };

/** What stays around the pages: built anew when the language changes. `left` is called when somebody signed out. */
export function frame(changed, left) {
  const main = h('main', { id: 'main', tabindex: -1 });
  const status = h('p', { class: 'sr', role: 'status' });
  const header = h('header', { class: 'top' });
  const footer = h('footer');
  const skip = h('a', { class: 'skip', href: '#main', click: (event) => jump(event, main) });
  document.body.replaceChildren(skip, header, status, main, footer);

  const write = (current) => {
    document.documentElement.lang = settings.language;
    skip.textContent = t('frame.skip');
    header.replaceChildren(
      h(
        'div',
        { class: 'top-inner' },
        h('a', { class: 'brand', href: '#/' }, 'stridegraph'),
        languageSwitch(changed),
        h(
          'nav',
          { class: 'pages', 'aria-label': t('frame.pages') },
          Object.entries(PAGES).map(([name, href]) =>
            h(
              'a',
              {
                href,
                'aria-current': (name === current || (current === 'activity' && name === 'activities')) && 'page',
              },
              t(`${name}.nav`),
            ),
          ),
        ),
      ),
    );
    footer.replaceChildren(
      ...who(left),
      h(
        'p',
        null,
        t('frame.about'),
        ' ',
        h('a', { href: '/' }, t('frame.graphiql')),
        ' · ',
        h('a', { href: '/assets/licenses.txt' }, t('frame.licences')),
      ),
    );
  };
  return { main, write, say: (text) => (status.textContent = text) };
}

/** Who is shown, and the way to somebody else or out. */
function who(left) {
  if (!settings.token) return [];
  if (isDemo()) {
    return [h('p', null, t('frame.demo'), ' ', h('a', { class: 'sign-in', href: '#/sign-in' }, t('signIn.other')))];
  }
  const out = () => {
    setToken('');
    left();
  };
  const words = t(hasDemo ? 'signIn.backToDemo' : 'signIn.out');
  return [
    h('p', null, t('frame.own'), ' ', h('button', { type: 'button', class: 'link sign-out', click: out }, words)),
  ];
}

// The hash tells the page here: an ordinary link to #main would leave it.
function jump(event, main) {
  event.preventDefault();
  main.focus();
}

function languageSwitch(changed) {
  const other = settings.language === 'ja' ? 'en' : 'ja';
  const label = { en: 'English', ja: '日本語' }[other];
  const choose = () => {
    setLanguage(other);
    changed();
    // The header was written anew.
    document.querySelector('.language').focus();
  };
  return h('button', { type: 'button', class: 'language', lang: other, click: choose }, label);
}
