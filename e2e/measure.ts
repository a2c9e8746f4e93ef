// `pnpm --filter @weapp-login/e2e measure`: how fast the simulator's page opens, and whether a long run scrolls smoothly.
import { findBrowser } from './support/browser.ts';
import { manyEvents } from './support/many-events.ts';
import { startWorld, type World } from './support/world.ts';

const openings = 5;
/** Milliseconds. */
const limits = { firstPaint: 1_000, longestTask: 50 };

/** Milliseconds from the navigation to something on the page. */
async function firstPaint(world: World): Promise<number> {
  const { page, close } = await world.openPhone();
  const paint = await page.waitForFunction(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  );
  const ms = Number(await paint.jsonValue());
  await close();
  return ms;
}

/** The longest task while a run of a thousand events is scrolled from its end to its beginning and back. */
async function longestTask(world: World): Promise<number> {
  const { page, close } = await world.openPhone();
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

const world = await startWorld(await findBrowser());
try {
  const paints: number[] = [];
  for (let count = 0; count < openings; count += 1) paints.push(await firstPaint(world));
  const measured = { firstPaint: Math.max(...paints), longestTask: await longestTask(world) };
  console.log(
    `first paint   ${paints.map((ms) => Math.round(ms)).join(', ')} ms; under ${limits.firstPaint} wanted`,
  );
  console.log(
    `longest task  ${Math.round(measured.longestTask)} ms while scrolling (0: none over 50); 50 at most wanted`,
  );
  if (measured.firstPaint > limits.firstPaint || measured.longestTask > limits.longestTask)
    process.exitCode = 1;
} finally {
  await world.close();
}
