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

test('a region is chosen by province, city and county, each column of what the one before holds', async () => {
  const phone = await openPhone(
    await withEvents(
      '<picker id="p" mode="region" custom-item="all" value="{{region}}" bindchange="told">pick</picker>',
    ),
  );
  const body = phone.page().ownerDocument.body;
  await phone.tap('#p');
  const opened = await phone.until('the columns', () => body.querySelector('.picker'));
  const columns = () => [...opened.querySelectorAll('select')];
  const choose = (index: number, text: string) => {
    const select = columns()[index] as HTMLSelectElement;
    select.value = [...select.options].find((option) => option.text === text)?.value as string;
    const { Event } = select.ownerDocument.defaultView as unknown as typeof globalThis;
    select.dispatchEvent(new Event('change'));
  };
  const texts = (index: number) => [...(columns()[index]?.options ?? [])].map(({ text }) => text);
  expect(texts(1)).toEqual(['all']);
  choose(0, '广东省');
  choose(1, '广州市');
  expect(texts(2).slice(0, 2)).toEqual(['all', '荔湾区']);
  choose(2, '海珠区');
  [...opened.querySelectorAll('button')].at(-1)?.click();
  await phone.until('the region', () => phone.text().includes('change'));
  expect(JSON.parse(phone.text().replace(/.*change/, ''))).toEqual({
    value: ['广东省', '广州市', '海珠区'],
    code: ['440000', '440100', '440105'],
    postcode: '',
  });
});

const pointer = (target: EventTarget, type: string, clientX: number, clientY: number) => {
  const { MouseEvent } = (target as Element).ownerDocument
    .defaultView as unknown as typeof globalThis;
  target.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX, clientY }));
};

test('a movable-view follows the finger in its direction, inside of its area', async () => {
  const phone = await openPhone(
    await withEvents(
      '<movable-area id="area"><movable-view id="m" direction="horizontal" x="5" bindchange="told">m</movable-view></movable-area>',
    ),
  );
  const moved = phone.page().querySelector('[id="m"]') as HTMLElement;
  const area = phone.page().querySelector('[id="area"]') as HTMLElement;
  Object.defineProperty(area, 'clientWidth', { value: 100 });
  Object.defineProperty(moved, 'clientWidth', { value: 40 });
  expect(moved.style.transform).toBe('translate(5px, 0px) scale(1)');
  pointer(moved, 'pointerdown', 5, 0);
  pointer(moved, 'pointermove', 30, 50);
  expect(moved.style.transform).toBe('translate(30px, 0px) scale(1)');
  pointer(moved, 'pointermove', 500, 50);
  pointer(moved, 'pointerup', 500, 50);
  pointer(moved, 'pointermove', 0, 0);
  expect(moved.style.transform).toBe('translate(60px, 0px) scale(1)');
  await phone.until('the change', () =>
    phone.text().includes('change{"x":60,"y":0,"source":"touch"}'),
  );
});

test('a page-container tells each stage of its coming and going', async () => {
  const stages = ['beforeenter', 'enter', 'afterenter', 'beforeleave', 'leave', 'afterleave'];
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ data: { show: false, said: [] },
        toggle() { this.setData({ show: !this.data.show }); },
        told({ type }) { this.setData({ said: [...this.data.said, type] }); } });`,
      'pages/a/a.wxml': `<page-container id="c" show="{{show}}" position="right" ${stages.map((stage) => `bind:${stage}="told"`).join(' ')}><view>inside</view></page-container><button id="toggle" bindtap="toggle" /><view id="said">{{said}}</view>`,
    }),
  );
  const container = phone.page().querySelector('[id="c"]');
  expect([container?.hasAttribute('data-shown'), container?.getAttribute('position')]).toEqual([
    false,
    'right',
  ]);
  const said = () => phone.page().querySelector('[id="said"]')?.textContent;
  await phone.tap('#toggle');
  await phone.until('the coming', () => said() === stages.slice(0, 3).join());
  expect(container?.hasAttribute('data-shown')).toBe(true);
  await phone.tap('#toggle');
  await phone.until('the going', () => said() === stages.join());
  expect(container?.hasAttribute('data-shown')).toBe(false);
});
