import { expect, test } from 'vitest';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

const withEvents = (wxml: string) =>
  miniProgram({
    'pages/a/a.js': `Page({ data: { list: ['x', 'y'], nodes: [{ name: 'b', children: [{ type: 'text', text: 'bold' }] }] },
      told({ type, detail }) { this.setData({ said: type + JSON.stringify(detail) }); } });`,
    'pages/a/a.wxml': `${wxml}<view id="said">{{said}}</view>`,
  });

test('a picker opens a list, and tells what is chosen or that nothing is', async () => {
  const phone = await openPhone(
    await withEvents(
      '<picker id="p" range="{{list}}" bindchange="told" bindcancel="told">pick</picker>',
    ),
  );
  const body = phone.page().ownerDocument.body;
  const press = async (button: string) => {
    await phone.tap('#p');
    const opened = await phone.until('the list', () => body.querySelector('.picker'));
    const select = opened.querySelector('select') as HTMLSelectElement;
    select.value = '1';
    [...opened.querySelectorAll('button')]
      .find(({ textContent }) => textContent === button)
      ?.click();
  };
  await press('Done');
  await phone.until('the choice', () => phone.text().includes('change{"value":"1"}'));
  await press('Cancel');
  await phone.until('no choice', () => phone.text().includes('cancel'));
});

test('rich text is drawn, and nothing of it runs', async () => {
  const phone = await openPhone(
    await withEvents(
      `<rich-text id="html" nodes="<p class='c' onclick='x()'>text<script>bad()</script><img src='x' onerror='y()'></p>" /><rich-text id="nodes" nodes="{{nodes}}" />`,
    ),
  );
  const html = (id: string) => phone.page().querySelector(`[id="${id}"]`)?.innerHTML;
  expect(html('html')).toBe('<p class="c">text<img></p>');
  expect(html('nodes')).toBe('<b>bold</b>');
});

test('a slider tells its value, also in a form', async () => {
  const phone = await openPhone(
    await withEvents(
      '<form bindsubmit="told"><slider id="s" name="s" value="5" bindchange="told" /><button id="go" form-type="submit" /></form>',
    ),
  );
  const range = phone.page().querySelector<HTMLInputElement>('[id="s"] input') as HTMLInputElement;
  const { Event } = range.ownerDocument.defaultView as unknown as typeof globalThis;
  range.value = '40';
  range.dispatchEvent(new Event('change'));
  await phone.until('the change', () => phone.text() === 'change{"value":40}');
  await phone.tap('#go');
  await phone.until('the form', () => phone.text().includes('"s":40'));
});

test('what only a phone can draw is a box with its name; the rest around it is there', async () => {
  const phone = await openPhone(
    await withEvents(
      '<video src="a.mp4" controls><cover-view>over</cover-view></video><canvas type="2d" id="c" /><root-portal><view>portal</view></root-portal><movable-area><movable-view direction="all">moved</movable-view></movable-area><picker-view><picker-view-column><view>row</view></picker-view-column></picker-view>',
    ),
  );
  const boxes = [...phone.page().querySelectorAll('[data-placeholder]')].map((box) =>
    box.getAttribute('aria-label'),
  );
  expect(boxes).toEqual(['video', 'canvas']);
  expect(phone.text()).toBe('over portal moved row');
  expect([phone.faults, phone.warnings]).toEqual([[], []]);
});
