import { expect, test } from 'vitest';
import { miniProgram, writeFiles } from './mini-program.ts';
import { openPhone } from './phone.ts';

const page = (name: string) => ({
  [`pages/${name}/${name}.js`]: `Page({
    data: { shown: 0, answer: '' },
    onShow() { this.setData({ shown: this.data.shown + 1 }); },
    go(event) {
      const { api, url } = event.currentTarget.dataset;
      const stack = () => getCurrentPages().map(({ route }) => route.slice(-1)).join('');
      wx[api]({ url, fail: ({ errMsg }) => this.setData({ answer: errMsg }), success: () => wx.setStorageSync('stack', stack()) });
    },
  });`,
  [`pages/${name}/${name}.wxml`]: `<view>page ${name} {{shown}} {{answer}}</view>
    <button wx:for="{{['navigateTo', 'redirectTo', 'reLaunch', 'switchTab']}}" wx:for-item="api" wx:key="*this" id="{{api}}-b" data-api="{{api}}" data-url="/pages/b/b" bindtap="go">.</button>
    <button wx:for="{{['navigateTo', 'switchTab']}}" wx:for-item="api" wx:key="*this" id="{{api}}-d" data-api="{{api}}" data-url="/pages/d/d" bindtap="go">.</button>
    <button id="nowhere" data-api="navigateTo" data-url="../x/x" bindtap="go">.</button>`,
});

const pages = {
  'app.json': JSON.stringify({
    pages: ['pages/a/a', 'pages/b/b', 'pages/c/c', 'pages/d/d'],
    tabBar: {
      list: [
        { pagePath: 'pages/a/a', text: 'Tab A' },
        { pagePath: 'pages/d/d', text: 'Tab D' },
      ],
    },
  }),
  ...page('a'),
  ...page('b'),
  ...page('c'),
  ...page('d'),
};

test('tabs keep their pages, other pages are left behind', async () => {
  const phone = await openPhone(await miniProgram(pages));
  const shows = (text: string) => phone.until(text, () => phone.text().startsWith(text));
  expect(phone.phoneText()).toContain('Tab A Tab D');
  await phone.tap('Tab D');
  await shows('page d 1');
  await phone.tap('Tab A');
  await shows('page a 2');
  await phone.tap('#navigateTo-b');
  await shows('page b 1');
  expect(phone.phoneText()).not.toContain('Tab D');
  await phone.until('two pages', () => phone.stored('touristappid', 'xiaoming', 'stack') === 'ab');
  await phone.tap('#switchTab-d');
  await shows('page d 2');
  await phone.until('one page', () => phone.stored('touristappid', 'xiaoming', 'stack') === 'd');
  expect(phone.document.querySelector('[aria-current]')?.textContent).toBe('Tab D');
});

test('navigations that the platform refuses fail with its words', async () => {
  const phone = await openPhone(await miniProgram(pages));
  const answers = async (button: string, message: string) => {
    await phone.tap(button);
    await phone.until(message, () => phone.text().includes(message));
  };
  await answers('#navigateTo-d', 'navigateTo:fail can not navigateTo a tabbar page');
  await answers('#switchTab-b', 'switchTab:fail can not switch to no-tabBar page');
  await answers('#nowhere', 'navigateTo:fail page "pages/x/x" is not found');
});

test('a stack is ten pages deep at most', async () => {
  const phone = await openPhone(await miniProgram(pages));
  for (let depth = 1; depth < 10; depth += 1) {
    await phone.tap('#navigateTo-b');
    await phone.until(`${depth + 1} pages`, () => {
      const stack = phone.stored('touristappid', 'xiaoming', 'stack') as string;
      return stack.length === depth + 1;
    });
  }
  await phone.tap('#navigateTo-b');
  await phone.until('a refusal', () => phone.text().includes('webview count limit exceed'));
});

test('redirectTo and reLaunch leave no way back', async () => {
  const phone = await openPhone(await miniProgram(pages));
  const back = () => phone.document.querySelector('[aria-label="Back"]');
  await phone.tap('#navigateTo-b');
  await phone.until('a way back', back);
  await phone.tap('#redirectTo-b');
  await phone.until('two pages', () => phone.stored('touristappid', 'xiaoming', 'stack') === 'ab');
  await phone.tap('#reLaunch-b');
  await phone.until('one page', () => phone.stored('touristappid', 'xiaoming', 'stack') === 'b');
  expect(back()).toBeNull();
});

test('the mini program restarts when one of its files changes, on every open page', async () => {
  const folder = await miniProgram({});
  const phone = await openPhone(folder);
  const told = fetch(`${phone.url}/events`).then(async ({ body }) => {
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; ; ) {
      text += (await reader?.read())?.value ?? '';
      if (text.includes('event: reload')) return reader?.cancel();
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await writeFiles(folder, { 'pages/a/a.wxml': '<view>changed</view>' });
  await told;
  // The event may be about files that were written while the watcher started.
  while (phone.text() !== 'changed') await phone.restart();
});

test('a folder that is not built yet says so, and runs once it is', async () => {
  const folder = `${await miniProgram({})}/dist`;
  const phone = await openPhone(folder);
  expect(phone.faults[0]?.message).toBe(
    `there is no app.json in ${folder}, which is empty or missing; build it first`,
  );
  await writeFiles(folder, {
    'app.json': '{ "pages": ["pages/a/a"] }',
    'app.js': 'App({});',
    'pages/a/a.js': 'Page({});',
    'pages/a/a.wxml': '<view>built</view>',
  });
  while (phone.faults.length > 0) await phone.restart();
  expect(phone.text()).toBe('built');
});
