import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Consumer } from './consumer.ts';

const guide = path.resolve(import.meta.dirname, '../../docs/guides/add-a-page.md');

/**
 * Adds the page of docs/guides/add-a-page.md to an app, with the guide's own code.
 * @throws {Error} where the app lacks what the guide names
 */
export function addSecondPage(app: Consumer): void {
  const blocks = [...readFileSync(guide, 'utf8').matchAll(/```\w+\n([\s\S]*?)```/g)].map(
    ([, code]) => code,
  );
  const [words = '', page = '', template = '', link = '', test = ''] = blocks;
  const source = 'apps/miniprogram/src';
  const folder = `${source}/pages/about`;
  app.write(`${folder}/about.json`, '{}');
  app.write(`${folder}/about.wxss`, '');
  app.write(`${folder}/words.ts`, words);
  app.write(`${folder}/about.ts`, page);
  app.write(`${folder}/about.wxml`, template);
  edit(app, `${source}/pages/index/index.wxml`, /(?=<navigator id="devices")/, link);
  edit(
    app,
    `${source}/pages.test.ts`,
    /$/,
    `
test('the second page', async () => {
  const phone = await openPhone({ 'POST /login': login });
  await phone.tap('#login');
${test}});
`,
  );
  // The last, because the running build looks for the files of each page.
  edit(app, `${source}/app.json`, /(?=\])/, ', "pages/about/about"');
}

/** Inserts text where a pattern without a width matches first. */
function edit(app: Consumer, file: string, place: RegExp, text: string): void {
  const content = readFileSync(path.join(app.folder, file), 'utf8');
  if (!place.test(content)) throw new Error(`${file} lacks ${place}`);
  app.write(
    file,
    content.replace(place, () => text),
  );
}
