import { expect, test } from 'vitest';
import type { MountedPhone } from '../src/testing/index.ts';
import { fixture, openPhone } from './phone.ts';

const at = (phone: MountedPhone, id: string) =>
  phone.page().querySelector(`[id="${id}"]`)?.textContent?.replace(/\s+/g, ' ').trim();
const shows = (phone: MountedPhone, id: string, text: string) =>
  phone.until(`${id} shows ${text}`, () => at(phone, id) === text);

async function openForm(): Promise<MountedPhone> {
  const phone = await openPhone(fixture('many'));
  await phone.tap('#to-form');
  await phone.until('the form', () => at(phone, 'inputs'));
  return phone;
}

test('a form hands over what was typed and chosen, and takes it back', async () => {
  const phone = await openForm();
  await phone.type('#name', 'second');
  await phone.tap('#b');
  await shows(phone, 'choice', '["apple","pear"]');
  await phone.tap('#l');
  await shows(phone, 'choice', '"large"');
  await phone.tap('#agree');
  await phone.tap('#submit');
  await shows(
    phone,
    'submitted',
    '{"name":"second","note":"x","fruits":["apple","pear"],"size":"large","agree":true}',
  );
  await phone.tap('#reset');
  await shows(phone, 'submitted', 'reset');
  await phone.tap('#submit');
  await shows(
    phone,
    'submitted',
    '{"name":"first","note":"x","fruits":["apple"],"size":"","agree":false}',
  );
  expect(phone.warnings).toEqual([]);
});

test('typing is heard exactly once, and model: writes it into the data', async () => {
  const phone = await openForm();
  await phone.type('#name', 'a');
  await shows(phone, 'inputs', '1');
  await phone.type('#note', 'written');
  await shows(phone, 'bound', 'written');
});

test('a disabled button swallows the tap', async () => {
  const phone = await openForm();
  await phone.tap('#off');
  expect(at(phone, 'inputs')).toBe('0');
});

test('a modal and an action sheet answer with what was tapped', async () => {
  const phone = await openForm();
  await phone.tap('#ask');
  await phone.tap('OK');
  await shows(phone, 'choice', 'yes');
  await phone.tap('#ask');
  await phone.tap('Cancel');
  await shows(phone, 'choice', 'no');
  await phone.tap('#sheet');
  await phone.tap('two');
  await shows(phone, 'choice', 'item 1');
  await phone.tap('#sheet');
  await phone.tap('Cancel');
  await shows(phone, 'choice', 'showActionSheet:fail cancel');
});

test('a toast is seen and goes away', async () => {
  const phone = await openForm();
  await phone.tap('#toast');
  await phone.until('the toast', () => phone.phoneText().includes('Done'));
  await phone.until('no toast', () => !phone.phoneText().includes('Done'));
});
