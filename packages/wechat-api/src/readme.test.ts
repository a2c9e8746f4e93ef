import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { messagePushFaults } from './message-push/errors.ts';
import { userDataFaults } from './user-data/errors.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README names every fault of user data, and no other', () => {
  const sentence = /tells in `error\.fault` what is wrong: (.*?)\./s.exec(readme)?.[1] ?? '';
  expect([...sentence.matchAll(/`([\w-]+)`/g)].map(([, fault]) => fault)).toEqual(userDataFaults);
});

test('the README names every fault of a pushed message, and no other', () => {
  const sentence = /what is wrong with a message:\s(.*?)\./s.exec(readme)?.[1] ?? '';
  expect([...sentence.matchAll(/`([\w-]+)`/g)].map(([, fault]) => fault)).toEqual(
    messagePushFaults,
  );
});
