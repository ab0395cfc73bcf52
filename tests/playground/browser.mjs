// Chromium as the tests use it: no name resolves, and what it sees is written down.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../playground/package.json', import.meta.url));
const { chromium } = require('playwright-core');

export const axe = require('axe-core').source;

/** Run `visits(browser)`. Whatever a page wants from elsewhere fails, as it would without internet. */
export async function browsing(executablePath, visits) {
  const args = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    return await visits(browser);
  } finally {
    await browser.close();
  }
}

/** Everything that could go wrong on a page, in lists. */
export const nothingSeen = () => ({ requests: [], failed: [], refused: [], console: [], violations: [], workers: [] });

/** Write into `seen` what happens on a page from now on; breaches of its policy lie in the page until `breaches`. */
export async function watch(page, seen) {
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
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
}

/** Add what the page's policy stopped since it was loaded. */
export async function breaches(page, seen) {
  seen.violations.push(...(await page.evaluate(() => globalThis.violations)));
}
