import { expect, test } from 'vitest';
import type { MountedPhone } from '../src/testing/index.ts';
import { miniProgram } from './mini-program.ts';
import { fixture, openPhone } from './phone.ts';

const at = (phone: MountedPhone, id: string) =>
  phone.page().querySelector(`[id="${id}"]`)?.textContent?.replace(/\s+/g, ' ').trim();
const shows = (phone: MountedPhone, id: string, text: string) =>
  phone.until(`${id} shows ${text}`, () => at(phone, id) === text);
const log = (phone: MountedPhone) => phone.stored('touristappid', 'xiaoming', 'log') as string[];
const styleOf = (place: Element, selector: string) => {
  const window = place.ownerDocument.defaultView as Window;
  return window.getComputedStyle(place.querySelector(selector) as Element);
};

test('a page with lists, templates, wxs and a component is drawn without a warning', async () => {
  const phone = await openPhone(fixture('many'));
  expect(phone.faults).toEqual([]);
  expect(phone.text()).toBe(
    'LISTS 42 0: a 1: b catch shown count=0 footer of lists before saw hello behaved inside toggle second form',
  );
  expect(phone.phoneText()).toContain('First');
  expect(phone.warnings).toEqual([]);
});

test('a tap reaches its handler with dataset, id and mark, and bubbles until it is caught', async () => {
  const phone = await openPhone(fixture('many'));
  await phone.tap('#row-2');
  await shows(phone, 'seen', 'tap b row-2 outer');
  expect(phone.text()).toContain('count=1');
  await phone.tap('#catch');
  await shows(phone, 'row-2', '1: caught');
  expect(phone.text()).toContain('count=1');
});

test('wx:if follows the data', async () => {
  const phone = await openPhone(fixture('many'));
  await phone.tap('toggle');
  await shows(phone, 'hidden', 'not shown');
  expect(at(phone, 'shown')).toBeUndefined();
});

test('a component tells its page what happens in it', async () => {
  const phone = await openPhone(fixture('many'));
  await phone.tap('#frame');
  await shows(phone, 'heard', 'card hello');
});

test('pages and components live through the same steps as on the platform', async () => {
  const phone = await openPhone(fixture('many'));
  await phone.until('the first page is ready', () => log(phone).includes('first ready'));
  expect(log(phone)).toEqual([
    'app launch pages/first/first',
    'app show',
    'card attached',
    'first load {}',
    'card page show',
    'first show',
    'card ready',
    'first ready',
  ]);
  const before = log(phone).length;
  await phone.tap('#to-second');
  await phone.until('the second page', () => at(phone, 'query'));
  await phone.tap('#back');
  await phone.until('the first page', () => at(phone, 'title'));
  expect(log(phone).slice(before)).toEqual([
    'card page hide',
    'first hide',
    'second load',
    'second unload',
    'card page show',
    'first show',
  ]);
});

test('a page gets its query as it was written and talks with the page that opened it', async () => {
  const phone = await openPhone(fixture('many'));
  await phone.tap('#to-second');
  await shows(phone, 'query', '{"from":"first","name":"%E5%B0%8F"}');
  await shows(phone, 'greeting', 'hello');
  await phone.tap('#reply');
  await phone.tap('[aria-label="Back"]');
  await shows(phone, 'heard', 'replied');
});

test('going home and back hides and shows the app', async () => {
  const phone = await openPhone(fixture('many'));
  await phone.until('the first page is ready', () => log(phone).includes('first ready'));
  const before = log(phone).length;
  await phone.tap('[aria-label="Close"]');
  await phone.tap('.home button');
  expect(log(phone).slice(before)).toEqual([
    'card page hide',
    'first hide',
    'app hide',
    'app show',
    'card page show',
    'first show',
  ]);
});

test('rules of a page stay on it, those of the app go everywhere, those of a component stay inside', async () => {
  const phone = await openPhone(fixture('many'));
  const page = phone.page();
  expect(styleOf(page, '.row').color).toBe('rgb(0, 0, 255)');
  expect(styleOf(page, '[id="title"]').color).toBe('rgb(255, 0, 0)');
  // The app's classes do not reach into a component.
  expect(styleOf(page, '[id="frame"]').color).toBe('rgb(0, 128, 0)');
  await phone.tap('#to-second');
  await phone.until('the second page', () => at(phone, 'query'));
  expect(styleOf(phone.page(), '.row').color).not.toBe('rgb(0, 0, 255)');
});

test('the theme follows the switch: media queries, variables of theme.json', async () => {
  const phone = await openPhone(fixture('many'));
  const bar = phone.document.querySelector('main header') as HTMLElement;
  const sheet = () => phone.page().ownerDocument.querySelector('[data-sheet="app"]')?.textContent;
  expect(sheet()).toContain('@media (max-width: 0)');
  expect(bar.style.background).toBe('rgb(255, 255, 255)');
  await phone.choose('dark', true);
  await phone.until('a dark bar', () => bar.style.background === 'rgb(17, 17, 17)');
  expect(sheet()).toContain('@media (min-width: 0)');
});

test('a script may declare the names of the platform again', async () => {
  const phone = await openPhone(
    await miniProgram({
      'names.js':
        'const App = 1; let wx = 2; class Page {} module.exports = [App, wx, typeof Page];',
      'pages/a/a.js': `Page({ data: { seen: require('../../names').join() } });`,
      'pages/a/a.wxml': '<view>{{seen}}</view>',
    }),
  );
  expect(phone.faults).toEqual([]);
  expect(phone.text()).toBe('1,2,function');
});

test('a script that declares what the platform hands to it breaks itself alone, and says where', async () => {
  const phone = await openPhone(
    await miniProgram({
      'app.js': "const at = () => new Error('stack').stack;\n\nApp({ at });",
      'pages/a/a.js':
        "try { require('./broken'); } catch (error) { Page({ data: { said: error.message } }); }",
      'pages/a/broken.js': '\nlet require = 1;',
      'pages/a/a.wxml': '<view>{{said}}</view>',
    }),
  );
  expect(phone.text()).toMatch(/^SyntaxError: .*require/);
});

test('scripts that nothing leads to are left out, unless a script requires by a name that it computes', async () => {
  const scripts = async (required: string) => {
    const phone = await openPhone(
      await miniProgram({
        'app.js': `require('./used'); ${required} App({});`,
        'used.js': "require.async('./later');",
        'later.js': '',
        'unused.js': '',
      }),
    );
    const program = await (await fetch(`${phone.url}/program.js`)).text();
    return [...program.matchAll(/^defineModule\("(.*?)"/gm)].map(([, file]) => file).sort();
  };
  expect(await scripts('')).toEqual(['app.js', 'later.js', 'pages/a/a.js', 'used.js']);
  for (const computed of [
    "const name = './used'; require(name);",
    `const name = 'used'; require(\`./\${name}\`);`,
    "require('./' + 'used');",
  ])
    expect(await scripts(computed)).toContain('unused.js');
});
