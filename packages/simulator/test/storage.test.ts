import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

const program = (code: string) =>
  miniProgram({
    'pages/a/a.js': `Page({ data: { seen: '' }, async onLoad() { ${code} }, show(value) { this.setData({ seen: JSON.stringify(value) }); } });`,
    'pages/a/a.wxml': '<view>{{seen}}</view>',
  });

test('values come back as what they were, and a key without a value as an empty text', async () => {
  const phone = await openPhone(
    await program(`
      wx.setStorageSync('object', { list: [1, true, null] });
      wx.setStorageSync('date', new Date(0));
      this.show([wx.getStorageSync('object'), wx.getStorageSync('date') instanceof Date, wx.getStorageSync('none'), wx.getStorageInfoSync().keys]);
    `),
  );
  expect(JSON.parse(phone.text())).toEqual([
    { list: [1, true, null] },
    true,
    '',
    ['object', 'date'],
  ]);
});

test('the asynchronous calls answer, and refuse what is missing or too large', async () => {
  const phone = await openPhone(
    await program(`
      const failure = (promise) => promise.then(() => 'none', ({ errMsg }) => errMsg);
      await wx.setStorage({ key: 'a', data: 1 });
      const { data } = await wx.getStorage({ key: 'a' });
      const missing = await failure(wx.getStorage({ key: 'b' }));
      const large = await failure(wx.setStorage({ key: 'c', data: 'x'.repeat(1024 * 1024) }));
      let thrown; try { wx.setStorageSync('', 1); } catch ({ message }) { thrown = message; }
      await wx.removeStorage({ key: 'a' });
      this.show([data, missing, large, thrown, wx.getStorageSync('a')]);
    `),
  );
  await phone.until('the end', () => phone.text());
  expect(JSON.parse(phone.text())).toEqual([
    1,
    'getStorage:fail data not found',
    'setStorage:fail entry size limit reached',
    'setStorageSync:fail parameter error: parameter.key should be String',
    '',
  ]);
});

test('storage outlives a restart, belongs to one person, and can be cleared', async () => {
  const phone = await openPhone(
    await program(`
      const starts = (wx.getStorageSync('starts') || 0) + 1;
      wx.setStorageSync('starts', starts);
      this.show(starts);
    `),
  );
  expect(phone.text()).toBe('1');
  await phone.restart();
  expect(phone.text()).toBe('2');
  await phone.choose('person', 'dawei');
  await phone.until('the other person', () => phone.stored('touristappid', 'dawei', 'starts'));
  await phone.tap('Clear storage');
  await phone.until('a fresh start', () => phone.stored('touristappid', 'dawei', 'starts') === 1);
  expect(phone.stored('touristappid', 'xiaoming', 'starts')).toBe(2);
});
