// Looks at every page of the viewer in Chromium, on a phone and a desk, light and dark, in both languages; signs in, is
// offline for a while; and prints as JSON what it saw.
// node viewer.mjs URL CHROMIUM [FOLDER FOR SCREENSHOTS]; with OTHER_TOKEN and NEWCOMER_TOKEN as other people, too
import { axe, breaches, browsing, nothingSeen, watch } from './browser.mjs';

const [url, executablePath, screenshots] = process.argv.slice(2);
const viewer = new URL('viewer', url).href;

const LOOKS = [
  { width: 390, height: 844, colorScheme: 'light', locale: 'ja-JP' },
  { width: 390, height: 844, colorScheme: 'dark', locale: 'en-GB' },
  { width: 1280, height: 800, colorScheme: 'light', locale: 'en-GB' },
  { width: 1280, height: 800, colorScheme: 'dark', locale: 'ja-JP' },
];

const isGraphql = (response) => new URL(response.url()).pathname === '/graphql';

async function opened(browser, { width, height, colorScheme, locale }, seen) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale });
  await context.addInitScript({ content: axe });
  await context.addInitScript(listening);
  const page = await context.newPage();
  await watch(page, seen);
  return page;
}

const settled = (page) => page.locator('main:not([aria-busy]) h1').waitFor();

/** Do what leads to another page; answers what the endpoint answered on the way. */
async function led(page, act) {
  const answered = page.waitForResponse(isGraphql);
  await act();
  const answer = await (await answered).json();
  await settled(page);
  return answer;
}

/** Whatever can be moved sideways: the document, and boxes that are no part of what is folded away. */
function sideways() {
  const root = document.documentElement;
  const boxes = [...document.querySelectorAll('body *')].filter((element) => {
    const scrolls = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    return scrolls && element.checkVisibility() && element.scrollWidth > element.clientWidth;
  });
  const names = boxes.map((element) => element.getAttribute('aria-label') ?? element.className);
  return root.scrollWidth > root.clientWidth ? ['the document', ...names] : names;
}

/** What axe-core finds serious or critical, with everything unfolded, and which of its rules were content. */
async function findings() {
  document.querySelectorAll('details').forEach((details) => (details.open = true));
  const { passes, violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
  const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  const told = grave.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map(({ target }) => target.join(' ')) }));
  return { findings: told, passed: passes.map(({ id }) => id) };
}

/** Keeps what is written on canvases, which shows it to eyes alone. */
function listening() {
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    (this.canvas.written ??= []).push({ text, align: this.textAlign });
    return write.call(this, text, ...rest);
  };
}

/** For each chart the share of its width where something has the colour of a line. */
function drawn() {
  const style = getComputedStyle(document.documentElement);
  const names = ['score', 'pace', 'heart', 'altitude', 'cadence', 'form', 'extra'];
  const colours = names.map((name) => {
    const hex = style.getPropertyValue(`--chart-${name}`).trim();
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  });
  const isLine = (data, at) =>
    data[at + 3] > 200 &&
    colours.some((colour) => colour.every((part, index) => Math.abs(part - data[at + index]) < 40));
  const share = (plot) => {
    const [canvas, over] = [plot.querySelector('canvas'), plot.querySelector('.u-over').getBoundingClientRect()];
    const place = canvas.getBoundingClientRect();
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const [left, top] = [over.left - place.left, over.top - place.top];
    const { data, width, height } = copy.getImageData(left, top, over.width, over.height);
    const columns = Array.from({ length: width }, (_, x) => x);
    const hit = columns.filter((x) => Array.from({ length: height }).some((_, y) => isLine(data, 4 * (y * width + x))));
    return hit.length / width;
  };
  return [...document.querySelectorAll('.plot')].map((plot) => ({
    name: plot.closest('figure, section').querySelector('h3, h2').textContent,
    label: plot.getAttribute('aria-label'),
    share: share(plot),
    // Beside an axis that stands, texts end where it begins; below one that lies they are centred.
    values: [
      ...new Set((plot.querySelector('canvas').written ?? []).flatMap((it) => (it.align === 'right' ? it.text : []))),
    ],
  }));
}

/** What an activity's page shows of its route and its score. */
function shown() {
  const texts = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
  const lines = [...document.querySelectorAll('.track-line')];
  const box = document.querySelector('.track-casing')?.getBBox();
  return {
    route: {
      lengthPx: lines.reduce((sum, line) => sum + line.getTotalLength(), 0),
      width: box?.width,
      height: box?.height,
    },
    label: document.querySelector('.track').getAttribute('aria-label'),
    colours: [...new Set(lines.map((line) => line.getAttribute('class')))],
    legends: texts('.track ~ .legend'),
    paragraphs: texts('main p'),
    ring: document.querySelector('.ring.large').getAttribute('aria-label'),
    comparison: document.querySelector('.score-head p').textContent,
    components: texts('.score-head ~ .components > li'),
    advice: texts('.advice > li'),
    figures: Object.fromEntries(
      [...document.querySelectorAll('.figures > div')].map((each) =>
        [...each.children].map((part) => part.textContent),
      ),
    ),
  };
}

/** The route's marker and the charts' readings follow a place that is chosen by keyboard. */
async function scrubbed(page) {
  await page.locator('.scrubber input').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  return page.evaluate(() => ({
    place: document.querySelector('.scrubber .reading').textContent,
    spoken: document.querySelector('.scrubber input').getAttribute('aria-valuetext'),
    readings: [...document.querySelectorAll('.chart .reading')].map((reading) => reading.textContent),
    marker: document.querySelector('.track-cursor').getAttribute('visibility'),
  }));
}

async function examined(page, name, look, answer) {
  const found = {
    name,
    title: await page.title(),
    language: await page.evaluate(() => document.documentElement.lang),
    headings: await page.locator('main :is(h1, h2)').allInnerTexts(),
    sideways: await page.evaluate(sideways),
    answer,
  };
  await page.mouse.move(0, 0);
  // One frame for the charts, which learn their width when they are in the page.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const path = `${screenshots}/${look.width}-${look.colorScheme}-${found.language}-${name}.png`;
  if (screenshots) await page.screenshot({ path, fullPage: true });
  found.charts = await page.evaluate(drawn);
  return { ...found, ...(await page.evaluate(findings)) };
}

async function looked(browser, look, seen) {
  const page = await opened(browser, look, seen);
  const pages = [];
  const list = await led(page, () => page.goto(viewer));
  pages.push(await examined(page, 'activities', look, list));
  for (const sport of ['RUNNING', 'WALKING']) {
    const answer = await led(page, () => page.locator(`.activity:has(.${sport}):has(.ring-value)`).first().click());
    const its = await examined(page, sport.toLowerCase(), look, answer);
    pages.push({ ...its, ...(await page.evaluate(shown)), scrubbed: await scrubbed(page) });
    await page.goBack();
    await settled(page);
    await page.locator('.activity').first().waitFor();
  }
  for (const [name, path] of [
    ['progress', 'progress'],
    ['months', 'progress/months'],
    ['plan', 'plan'],
  ]) {
    const answer = await led(page, () => page.locator(`a[href="#/${path}"]`).click());
    pages.push(await examined(page, name, look, answer));
  }
  await breaches(page, seen);
  await page.context().close();
  return { ...look, pages };
}

/** From the address bar to the content by keyboard, from one language to the other, and on the narrowest phone. */
async function handled(browser, seen) {
  const page = await opened(browser, LOOKS[1], seen);
  await led(page, () => page.goto(viewer));
  await page.waitForLoadState('networkidle');
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
  await page.keyboard.press('Tab');
  const steps = [await focused()];
  await page.keyboard.press('Enter');
  steps.push(await focused());
  await led(page, () => page.locator('.language').press('Enter'));
  const language = await page.evaluate(() => document.documentElement.lang);
  steps.push(await focused());
  await led(page, () => page.reload());
  const kept = await page.evaluate(() => document.documentElement.lang);
  await page.setViewportSize({ width: 320, height: 568 });
  await led(page, () => page.locator('.activity:has(.RUNNING)').first().click());
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await breaches(page, seen);
  await page.context().close();
  return { steps, language, kept, width };
}

/** Without a token, with a wrong one, for what is not there, and without a network. */
async function troubled(browser, token, seen) {
  const look = LOOKS[1];
  const page = await opened(browser, look, seen);
  await page.route('**/viewer', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(token, '') });
  });
  await page.goto(viewer);
  await settled(page);
  const pages = [await examined(page, 'sign-in', look)];
  const give = (text) =>
    led(page, async () => {
      await page.locator('textarea').fill(text);
      await page.locator('button[type=submit]').click();
    });
  await give('nobodys.own.token');
  pages.push(await examined(page, 'refused', look));
  const list = await give(`Bearer ${token.slice(0, 80)}\n${token.slice(80)}`);
  await page.locator('.activity').first().waitFor();
  await led(page, () => page.evaluate(() => (location.hash = '#/activity/QWN0aXZpdHk6YWFhYWFhYWFhYWFhYWFhYQ')));
  pages.push(await examined(page, 'absent', look));
  await page.context().setOffline(true);
  await page.locator('.pages a[href="#/progress"]').click();
  await page.locator('.notice button').waitFor();
  pages.push(await examined(page, 'offline', look));
  await page.context().setOffline(false);
  const again = await led(page, () => page.locator('.notice button').click());
  await breaches(page, seen);
  await page.context().close();
  return { pages, list, again };
}

/** From the demo user to somebody else by a pasted token, and back by signing out. */
async function signedInAsAnother(browser, token, newcomer, seen) {
  const look = { ...LOOKS[0], colorScheme: 'dark' };
  const page = await opened(browser, look, seen);
  const shownTo = async (answer) => ({
    who: await page.locator('footer p').first().innerText(),
    ids: answer.data.viewer.activities.nodes.map(({ id }) => id),
  });
  const pages = [];
  const demo = await shownTo(await led(page, () => page.goto(viewer)));
  await page.locator('.sign-in').press('Enter');
  await page.locator('textarea').waitFor();
  pages.push(await examined(page, 'another-sign-in', look));
  const pasted = (text) =>
    led(page, async () => {
      await page.locator('textarea').fill(text);
      await page.locator('button[type=submit]').click();
    });
  const other = await shownTo(await pasted(token));
  const kept = await shownTo(await led(page, () => page.reload()));
  pages.push(await examined(page, 'another', look));
  for (const sport of ['RUNNING', 'WALKING']) {
    const answer = await led(page, () => page.locator(`.activity:has(.${sport})`).first().click());
    const its = await examined(page, `another-${sport.toLowerCase()}`, look, answer);
    pages.push({ ...its, ...(await page.evaluate(shown)) });
    await page.goBack();
    await page.locator('.activity').first().waitFor();
  }
  const progress = await led(page, () => page.locator('.pages a[href="#/progress"]').click());
  pages.push({ ...(await examined(page, 'another-progress', look, progress)), ...(await page.evaluate(paragraphs)) });
  const out = await shownTo(await led(page, () => page.locator('.sign-out').press('Enter')));
  const after = await shownTo(await led(page, () => page.reload()));
  await page.locator('.sign-in').click();
  await page.locator('textarea').waitFor();
  await pasted(newcomer);
  pages.push({ ...(await examined(page, 'another-newcomer', look)), ...(await page.evaluate(paragraphs)) });
  await breaches(page, seen);
  await page.context().close();
  return { pages, demo, other, kept, out, after };
}

function paragraphs() {
  return { paragraphs: [...document.querySelectorAll('main p')].map((element) => element.textContent) };
}

const seen = { ...nothingSeen(), looks: [], troubles: nothingSeen() };
await browsing(executablePath, async (browser) => {
  const page = await browser.newPage();
  await page.goto(viewer);
  const token = await page.locator('meta[name="stridegraph-token"]').getAttribute('content');
  await page.context().close();
  for (const look of LOOKS) seen.looks.push(await looked(browser, look, seen));
  seen.keyboard = await handled(browser, seen);
  const { OTHER_TOKEN, NEWCOMER_TOKEN } = process.env;
  if (OTHER_TOKEN) seen.another = await signedInAsAnother(browser, OTHER_TOKEN, NEWCOMER_TOKEN, seen);
  Object.assign(seen.troubles, await troubled(browser, token, seen.troubles));
});
console.log(JSON.stringify(seen));
