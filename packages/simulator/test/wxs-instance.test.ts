import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

test('WXS gets the instances of its component and of the element: in an event and in change:prop', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.wxs': `module.exports = {
        tap: function (event, owner) {
          event.instance.setStyle({ paddingTop: '7px' }).addClass('on');
          owner.selectComponent('#other').setStyle('color: red');
          owner.callMethod('said', { from: event.instance.getDataset().name, has: event.instance.hasClass('on') });
          owner.getState().taps = (owner.getState().taps || 0) + 1;
        },
        changed: function (value, before, owner, instance) {
          if (before !== undefined) owner.callMethod('changed', [value, before, owner.getState().taps, instance.getDataset().name]);
        },
      };`,
      'pages/a/a.js':
        'Page({ data: { a: 1 }, said({ from, has }) { this.setData({ said: from + has, a: 2 }); }, changed(what) { this.setData({ what }); } });',
      'pages/a/a.wxml':
        '<wxs module="m" src="./a.wxs" /><view id="go" data-name="n" bindtap="{{m.tap}}" a="{{a}}" change:a="{{m.changed}}">go</view><view id="other">{{said}} {{what}}</view>',
    }),
  );
  await phone.tap('#go');
  await phone.until('both', () => phone.text() === 'go ntrue 2,1,,n');
  const style = (id: string) => phone.page().querySelector(`[id="${id}"]`)?.getAttribute('style');
  expect([style('go'), style('other')]).toEqual(['padding-top: 7px;', 'color: red;']);
  expect(phone.faults).toEqual([]);
});

test('a handler of the page gets the event alone', async () => {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js':
        'Page({ go(event, owner) { this.setData({ said: [event.type, typeof event.instance, typeof owner] }); } });',
      'pages/a/a.wxml': '<view id="go" bindtap="go">{{said}}</view>',
    }),
  );
  await phone.tap('#go');
  await phone.until('the event', () => phone.text() === 'tap,undefined,undefined');
});
