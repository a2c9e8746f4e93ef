// `pnpm simulate:pictures`: the pictures in the READMEs, taken from the simulator itself.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findBrowser } from './support/browser.ts';
import { type Environment, startEnvironment } from './support/environment.ts';
import { createFlowPage } from './support/flow-page.ts';

const folder = path.resolve(import.meta.dirname, '../docs/images');
const languages = [
  { locale: 'en-US', ending: '' },
  { locale: 'zh-CN', ending: '.zh-CN' },
];

/** The phone before the tap and after the login, side by side, cropped. */
async function takePhones(environment: Environment, locale: string): Promise<Buffer> {
  const { page, screen, close } = await environment.openPhone({
    viewport: { width: 1280, height: 1100 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
    locale,
    // For the style below, which the page's policy would block.
    bypassCSP: true,
  });
  await page.addStyleTag({
    content: 'html, body { background: none !important } .phone { box-shadow: none !important }',
  });
  const take = async () => {
    await page.waitForTimeout(500);
    const picture = await page.locator('.phone').screenshot({ omitBackground: true });
    return `<img width="360" src="data:image/png;base64,${picture.toString('base64')}">`;
  };
  await screen.locator('#login').waitFor();
  const before = await take();
  await screen.locator('#login').click();
  await screen.locator('#openid').waitFor();
  const after = await take();
  await page.setContent(
    `<div id="both" style="display:inline-flex;gap:40px;padding:8px">${before}${after}</div>`,
  );
  const both = await page.locator('#both').screenshot({ omitBackground: true });
  await close();
  return both;
}

/** The saved runs of one login and one scenario. */
async function drawFlows(
  environment: Environment,
  locale: string,
): Promise<[login: string, storm: string]> {
  const { page, screen, close } = await environment.openPhone({
    viewport: { width: 1280, height: 2000 },
    locale,
  });
  const flow = createFlowPage(page);
  await screen.locator('#login').waitFor();
  // What the mini program does as it opens is not part of the login.
  await flow.clear();
  await screen.locator('#login').click();
  await screen.locator('#openid').waitFor();
  await page.locator('[aria-posinset="7"]').waitFor();
  const login = await flow.save('svg');
  await flow.play('login-storm');
  const storm = await flow.save('svg');
  await close();
  return [login, storm];
}

const environment = await startEnvironment(await findBrowser());
try {
  // The first login also opens connections and compiles; no picture shows it.
  await drawFlows(environment, 'en-US');
  for (const { locale, ending } of languages) {
    const [login, storm] = await drawFlows(environment, locale);
    await writeFile(path.join(folder, `phone${ending}.png`), await takePhones(environment, locale));
    await writeFile(path.join(folder, `login-flow${ending}.svg`), login);
    await writeFile(path.join(folder, `login-storm${ending}.svg`), storm);
  }
} finally {
  await environment.close();
}
