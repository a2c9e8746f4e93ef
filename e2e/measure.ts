// `pnpm --filter @weapp-login/e2e measure`: how fast the simulator's page opens, what a login and a cold start of the mini
// program cost there, and whether a long run scrolls smoothly. With --json, prints the same as JSON.
import { setTimeout as sleep } from 'node:timers/promises';
import { findBrowser } from './support/browser.ts';
import { type Environment, type Phone, startEnvironment } from './support/environment.ts';
import { manyEvents } from './support/many-events.ts';

const openings = 5;
/** Longer than the mini program takes to send its requests at startup. Milliseconds. */
const settledAfter = 1_000;

/** Milliseconds from the navigation to something on the page. */
async function firstPaint(environment: Environment): Promise<number> {
  const { page, close } = await environment.openPhone();
  const paint = await page.waitForFunction(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  );
  const ms = Number(await paint.jsonValue());
  await close();
  return ms;
}

/** The longest task while a run of a thousand events is scrolled from its end to its beginning and back. */
async function longestTask(environment: Environment): Promise<number> {
  const { page, close } = await environment.openPhone();
  await page.locator('input[type="file"]').setInputFiles({
    name: 'run.json',
    mimeType: 'application/json',
    buffer: Buffer.from(manyEvents(1_000)),
  });
  await page.locator('[aria-posinset="1000"]').waitFor();
  const ms = await page.evaluate(async () => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ entryTypes: ['longtask'] });
    const list = document.querySelector('.sequence') as Element;
    for (const step of [-240, 240])
      for (let count = 0; count < 170; count += 1) {
        list.scrollBy(0, step);
        await new Promise(requestAnimationFrame);
      }
    await new Promise((resolve) => setTimeout(resolve, 200));
    return Math.max(0, ...tasks);
  });
  await close();
  return ms;
}

/** Milliseconds until the mini program has drawn something. */
async function firstRender({ page, screen }: Phone): Promise<number> {
  const startedAt = performance.now();
  await page.reload();
  await screen.locator('#title, #openid').first().waitFor();
  return performance.now() - startedAt;
}

/** Taps the button until the openid appears. Returns the number of taps and the milliseconds since the first. */
async function logIn({ screen }: Phone): Promise<{ taps: number; ms: number }> {
  const startedAt = performance.now();
  for (let taps = 1; taps <= 5; taps += 1) {
    await screen.locator('#login').click();
    const shown = await screen
      .locator('#openid')
      .waitFor({ timeout: 5_000 })
      .then(
        () => true,
        () => false,
      );
    if (shown) return { taps, ms: performance.now() - startedAt };
  }
  throw new Error('five taps, and no openid');
}

const requestsOf = ({ log }: Environment) =>
  log.filter((line) => line.includes('"msg":"request"')).length;

/** Requests that reach the server when the mini program starts, until it is quiet. */
async function requestsOfColdStart(environment: Environment, phone: Phone): Promise<number> {
  const before = requestsOf(environment);
  await firstRender(phone);
  await sleep(settledAfter);
  return requestsOf(environment) - before;
}

/** Whether a logged-in user is greeted while the server is unreachable. */
async function drawsBeforeAsking(environment: Environment, phone: Phone): Promise<boolean> {
  await environment.stopServer();
  await phone.page.reload();
  const drawn = await phone.screen
    .locator('#openid')
    .waitFor({ timeout: 5_000 })
    .then(
      () => true,
      () => false,
    );
  await environment.startServer();
  return drawn;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function repeat(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let count = 0; count < openings; count += 1) values.push(await measure());
  return Math.round(median(values));
}

const environment = await startEnvironment(await findBrowser());
try {
  const paint = await repeat(() => firstPaint(environment));
  const phone = await environment.openPhone();
  await firstRender(phone);
  const loggedOut = await requestsOfColdStart(environment, phone);
  const render = await repeat(() => firstRender(phone));
  const login = await repeat(async () => {
    const fresh = await environment.openPhone();
    const { ms } = await logIn(fresh);
    await fresh.close();
    return ms;
  });
  const { taps } = await logIn(phone);
  const loggedIn = await requestsOfColdStart(environment, phone);
  const drawn = await drawsBeforeAsking(environment, phone);
  await phone.close();
  const rows: [what: string, measured: number, most?: number][] = [
    ['first paint of the page, ms', paint, 1_000],
    ['first render of the mini program, ms', render],
    ['taps to the openid', taps, 1],
    ['from the tap to the openid, ms', login],
    ['requests of a cold start, logged out', loggedOut, 0],
    ['requests of a cold start with a session, before its first render', drawn ? 0 : 1, 0],
    ['requests of a cold start with a session, in all', loggedIn],
    [
      'longest task while a thousand events are scrolled, ms (0: none over 50)',
      Math.round(await longestTask(environment)),
      50,
    ],
  ];
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
  else
    for (const [what, measured, most] of rows)
      console.log(`${measured}\t${what}${most === undefined ? '' : `; ${most} at most wanted`}`);
  if (rows.some(([, measured, most = Number.POSITIVE_INFINITY]) => measured > most))
    process.exitCode = 1;
} finally {
  await environment.close();
}
