// Opens the playground in Chromium, twice, runs every tab and prints as JSON what the browser saw.
// node visit.mjs URL CHROMIUM [SCREENSHOT]
import { createRequire } from 'node:module';

const [url, executablePath, screenshot] = process.argv.slice(2);
const require = createRequire(new URL('../../playground/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const seen = { requests: [], failed: [], refused: [], console: [], violations: [], workers: [], visits: [] };

function watch(page) {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.console.push(message.text());
  });
  page.on('pageerror', (error) => seen.console.push(String(error)));
  page.on('worker', (worker) => seen.workers.push(worker.url()));
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // Monaco ends a worker whose settings changed, at times before its script has arrived: its own doing, nothing lost.
    const ended = reason === 'net::ERR_ABORTED' && request.url().includes('.worker-');
    if (!ended) seen.failed.push(`${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) seen.refused.push(`${response.url()} ${response.status()}`);
  });
}

const isGraphql = (response) => new URL(response.url()).pathname === '/graphql';

async function runTab(page, tab) {
  const button = tab.locator('.graphiql-tab-button');
  // A click on the open tab would fill its editors anew, and hide that they were empty.
  if ((await tab.getAttribute('aria-selected')) !== 'true') await button.click();
  // GraphiQL takes 100 ms to learn which operation the tab holds; the page's own clock waits longer, however busy it is.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const answered = page.waitForResponse(isGraphql);
  await page.getByRole('button', { name: /^Execute query/ }).click();
  const response = await answered;
  const request = response.request();
  return {
    title: (await button.innerText()).trim(),
    sent: { ...request.postDataJSON(), authorization: (await request.allHeaders()).authorization ?? null },
    answer: await response.json(),
  };
}

/** Playwright's own "networkidle" never comes after a reload that cut off a worker's request. */
async function quiet(page) {
  let before;
  do {
    before = seen.requests.length;
    await page.waitForTimeout(500);
  } while (seen.requests.length !== before);
}

async function visit(page, open) {
  const introspected = page.waitForResponse(isGraphql);
  await open();
  await introspected;
  const editor = page.locator('.graphiql-query-editor .view-lines');
  await editor.locator('.view-line').first().waitFor();
  await quiet(page);
  const tabs = [];
  for (const tab of await page.locator('.graphiql-tab').all()) tabs.push(await runTab(page, tab));
  await quiet(page);
  seen.violations.push(...(await page.evaluate(() => globalThis.violations)));
  return { tabs, editor: await editor.boundingBox() };
}

// No name resolves: whatever the page wants from elsewhere fails, as it would without internet.
const args = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];
const browser = await chromium.launch({ executablePath, args });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  watch(page);
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  seen.visits.push(await visit(page, () => page.goto(url)));
  seen.visits.push(await visit(page, () => page.reload()));
  if (screenshot) await page.screenshot({ path: screenshot });
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
