// Opens GraphiQL in Chromium, runs every tab, opens it again, runs the first one, unfolds the explorer, looks at it as
// wide as a phone, and prints as JSON what the browser saw.
// node visit.mjs URL CHROMIUM [SCREENSHOT]
import { breaches, browsing, nothingSeen, watch } from './browser.mjs';

const [url, executablePath, screenshot] = process.argv.slice(2);
const seen = { ...nothingSeen(), visits: [] };

const isGraphql = (response) => new URL(response.url()).pathname === '/graphql';

async function runTab(page, tab) {
  const button = tab.locator('.graphiql-tab-button');
  // A click on the open tab would fill its editors anew, and hide that they were empty.
  if ((await tab.getAttribute('aria-selected')) !== 'true') await button.click();
  // GraphiQL takes 100 ms to learn which operation the tab holds; the page's own clock waits longer, however busy.
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

async function visit(page, open, count) {
  const introspected = page.waitForResponse(isGraphql);
  await open();
  await introspected;
  const editor = page.locator('.graphiql-query-editor .view-lines');
  await editor.locator('.view-line').first().waitFor();
  await quiet(page);
  const tabs = [];
  const all = await page.locator('.graphiql-tab').all();
  for (const tab of all.slice(0, count)) tabs.push(await runTab(page, tab));
  await quiet(page);
  await breaches(page, seen);
  return {
    tabs,
    titles: await page.locator('.graphiql-tab-button').allInnerTexts(),
    editor: await editor.boundingBox(),
  };
}

/** The names of the fields that the explorer offers at the top. */
async function explored(page) {
  await page.getByRole('button', { name: /GraphiQL Explorer/ }).click();
  const fields = page.locator('.docExplorerWrap .graphiql-explorer-field-view, .graphiql-explorer-root span');
  await fields.first().waitFor();
  const names = await fields.allInnerTexts();
  await page.getByRole('button', { name: /GraphiQL Explorer/ }).click();
  return names.map((name) => name.trim());
}

async function onAPhone(page) {
  await page.setViewportSize({ width: 390, height: 844 });
  return {
    query: await page.locator('.graphiql-query-editor').boundingBox(),
    answer: await page.locator('.graphiql-response').boundingBox(),
    sideways: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  };
}

await browsing(executablePath, async (browser) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await watch(page, seen);
  seen.visits.push(await visit(page, () => page.goto(url)));
  seen.visits.push(await visit(page, () => page.reload(), 1));
  seen.explorer = await explored(page);
  seen.phone = await onAPhone(page);
  if (screenshot) await page.screenshot({ path: screenshot });
});
console.log(JSON.stringify(seen));
