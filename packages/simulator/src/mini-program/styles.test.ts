import { expect, test } from 'vitest';
import { transformStyles } from './styles.ts';

const files: Record<string, string> = {};
function css(kind: 'app' | 'page' | 'component', text: string, file = 'pages/a/a.wxss') {
  const found = transformStyles({
    file,
    kind,
    read: (name) => (name === file ? text : files[name]),
  });
  expect(found.faults).toEqual([]);
  return found.css;
}

test.each([
  ['width: 750rpx', 'width: calc(750 * var(--rpx))'],
  ['margin: -1.5rpx .5rpx', 'margin: calc(-1.5 * var(--rpx)) calc(.5 * var(--rpx))'],
  ['width: calc(100% - 20rpx)', 'width: calc(100% - calc(20 * var(--rpx)))'],
  ['content: "a-2rpx"', 'content: "a-2rpx"'],
  ['padding: env(safe-area-inset-bottom, 8px)', 'padding: var(--safe-area-inset-bottom, 8px)'],
  ['padding: constant( safe-area-inset-top)', 'padding: var(--safe-area-inset-top)'],
])('%s becomes %s', (given, expected) => {
  expect(css('app', `.a { ${given} }`)).toBe(`.a { ${expected} }`);
});

test.each([
  ['view .a', 'wx-view .a'],
  ['page', 'wx-page'],
  ['.a > scroll-view:not(button)', '.a > wx-scroll-view:not(wx-button)'],
  ['#id[data-x="view"]', '#id[data-x="view"]'],
])('tags of the selector %s become %s', (given, expected) => {
  expect(css('app', `${given} {}`)).toBe(`${expected} {}`);
});

test('rules of a page hold on its route alone, and weigh as much as they did', () => {
  expect(css('page', '.a, page {}')).toBe(
    ':where([data-route="pages/a/a"]) .a, :where([data-route="pages/a/a"]) wx-page {}',
  );
});

test('rules of a component are marked with its scope', () => {
  expect(css('component', ':host .a view.b {}')).toBe(
    '[wx-host="__scope__"] .__scope__--a wx-view[data-scope="__scope__"].__scope__--b {}',
  );
});

test('keyframe selectors are not tags', () => {
  const text = '@keyframes turn { from { top: 1rpx } 50% {} to {} }';
  expect(css('page', text)).toBe(text.replace('1rpx', 'calc(1 * var(--rpx))'));
});

test('the phone answers questions about the colour scheme itself', () => {
  expect(css('app', '@media (prefers-color-scheme:dark) and (width > 1px) {}')).toBe(
    '@media (theme: dark) and (width > 1px) {}',
  );
});

test('imports are put in place, and pictures are found beside the file that names them', () => {
  files['styles/base.wxss'] = '.base { background: url(./img/a.png) }';
  expect(css('app', '@import "../../styles/base.wxss";\n.a {}')).toBe(
    '.base { background: url("/app/styles/img/a.png") }\n.a {}',
  );
});

test('a picture of the network or of inline data stays as it is', () => {
  const text = '.a { background: url("https://a.test/b.png"), url(data:image/png;base64,eA==) }';
  expect(css('app', text)).toBe(text);
});

test('a ring of imports is a fault', () => {
  files['a.wxss'] = '@import "b.wxss";';
  files['b.wxss'] = '@import "a.wxss";';
  const { faults } = transformStyles({ file: 'a.wxss', kind: 'app', read: (name) => files[name] });
  expect(faults).toEqual([{ message: 'a.wxss imports itself', where: 'b.wxss' }]);
});
