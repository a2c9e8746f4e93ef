import { expect, test } from 'vitest';
import type { Facts } from './facts.ts';
import { type Change, type History, never, type Span } from './history.ts';
import { createOracle } from './oracle.ts';

const openid = 'o-person';
const span = (start: number, done = never): Span => ({ start, done, over: done });
const nothing: Facts = {
  faults: [],
  sessions: new Set(),
  attempts: new Set(['attempt']),
  people: new Map(),
  pictures: new Map(),
};
const judge = (history: Partial<History>, facts: Partial<Facts>, moment: number) =>
  createOracle({ logins: [], endings: [], changes: [], ...history })(
    { ...nothing, ...facts },
    moment,
  );

test('a session is due once its login was answered, and until its end was asked for', () => {
  const logins = [{ openid, tokenHash: 'hash', attemptId: 'attempt', span: span(1, 5) }];
  const endings = [{ kind: 'logout' as const, openid, tokenHash: 'hash', span: span(10, 15) }];
  const missing = ['the session of an answered login is missing'];
  expect(judge({ logins, endings }, {}, 4)).toEqual([]);
  expect(judge({ logins, endings }, {}, 5)).toEqual(missing);
  expect(judge({ logins, endings }, {}, 9)).toEqual(missing);
  expect(judge({ logins, endings }, {}, 10)).toEqual([]);
  const sessions = new Set(['hash']);
  expect(judge({ logins, endings }, { sessions }, 14)).toEqual([]);
  expect(judge({ logins, endings }, { sessions }, 15)).toEqual([
    'a session is alive after an answered logout',
  ]);
});

test('the attempt of a login is due once it was answered', () => {
  const logins = [{ openid, tokenHash: 'hash', attemptId: 'attempt', span: span(1, 5) }];
  const found = { sessions: new Set(['hash']), attempts: new Set<string>() };
  expect(judge({ logins }, found, 4)).toEqual([]);
  expect(judge({ logins }, found, 5)).toEqual(['an answered login can no longer be repeated']);
});

test('the attempt of a login ends with the deletion of its user', () => {
  const logins = [{ openid, tokenHash: 'hash', attemptId: 'attempt', span: span(1, 5) }];
  const endings = [{ kind: 'deletion' as const, openid, span: span(10, 15) }];
  const without = { sessions: new Set(['hash']), attempts: new Set<string>() };
  expect(judge({ logins, endings }, without, 9)).toEqual([
    'an answered login can no longer be repeated',
  ]);
  expect(judge({ logins, endings }, without, 10)).toEqual([]);
  expect(judge({ logins, endings }, {}, 14)).toEqual([]);
  expect(judge({ logins, endings }, {}, 15)).toEqual([
    'a login can be repeated after an answered deletion',
  ]);
});

test('a logout everywhere ends what was opened before it began, and may end what was opened meanwhile', () => {
  const logins = [
    { openid, tokenHash: 'before', attemptId: 'attempt', span: span(1, 5) },
    { openid, tokenHash: 'meanwhile', attemptId: 'attempt', span: span(8, 12) },
  ];
  const endings = [{ kind: 'logout everywhere' as const, openid, span: span(10, 20) }];
  expect(judge({ logins, endings }, { sessions: new Set(['meanwhile']) }, 20)).toEqual([]);
  expect(judge({ logins, endings }, {}, 20)).toEqual([]);
  expect(judge({ logins, endings }, { sessions: new Set(['before']) }, 20)).toEqual([
    'a session is alive after an answered logout everywhere',
  ]);
});

const named = (value: string, at: Span): Change => ({
  openid,
  member: 'nickname',
  value,
  span: at,
});
const person = (nickname?: string) => ({
  people: new Map([[openid, nickname === undefined ? {} : { nickname }]]),
});

test('the last value that was answered is due, or one that was under way then', () => {
  const changes = [named('one', span(1, 5)), named('two', span(10, 15)), named('three', span(20))];
  expect(judge({ changes }, person(), 4)).toEqual([]);
  expect(judge({ changes }, person(), 5)).toEqual(['an answered nickname is missing']);
  for (const [nickname, moment] of [
    ['one', 9],
    ['one', 12],
    ['two', 12],
    ['two', 25],
    ['three', 25],
  ] as const)
    expect(judge({ changes }, person(nickname), moment)).toEqual([]);
  for (const [nickname, moment] of [
    ['one', 15],
    ['two', 9],
    ['three', 19],
  ] as const)
    expect(judge({ changes }, person(nickname), moment)).toEqual([
      'the nickname of a person is not the one that was answered',
    ]);
});

test('a picture is due with its bytes, and gone once it was replaced', () => {
  const changes: Change[] = [
    { openid, member: 'avatar', value: 'digest 1', picture: '1.png', span: span(1, 5) },
    { openid, member: 'avatar', value: 'digest 2', picture: '2.png', span: span(10, 15) },
  ];
  const people = new Map([[openid, { avatar: '2.png' }]]);
  const both = new Map([
    ['1.png', 'digest 1'],
    ['2.png', 'digest 2'],
  ]);
  expect(judge({ changes }, { people, pictures: both }, 14)).toEqual([]);
  expect(judge({ changes }, { people, pictures: both }, 15)).toEqual([
    'a picture that was replaced is there',
  ]);
  expect(judge({ changes }, { people }, 15)).toEqual(['the picture of a person is missing']);
  const torn = new Map([['2.png', 'digest of something else']]);
  expect(judge({ changes }, { people, pictures: torn }, 15)).toEqual([
    'the avatar of a person is not the one that was answered',
  ]);
});

test('a deletion ends sessions and profile, and what was answered before it must not be back', () => {
  const logins = [{ openid, tokenHash: 'hash', attemptId: 'attempt', span: span(1, 2) }];
  const changes = [named('one', span(3, 5)), named('two', span(30, 35))];
  const endings = [{ kind: 'deletion' as const, openid, span: span(10, 20) }];
  const history = { logins, changes, endings };
  // While it is under way, either may be.
  expect(judge(history, person('one'), 15)).toEqual([]);
  expect(judge(history, {}, 15)).toEqual([]);
  const gone = { attempts: new Set<string>() };
  expect(judge(history, gone, 20)).toEqual([]);
  expect(judge(history, { ...person('one'), sessions: new Set(['hash']) }, 20)).toEqual([
    'a session is alive after an answered deletion',
    'a login can be repeated after an answered deletion',
    'the nickname of a person is not the one that was answered',
  ]);
  expect(judge(history, { ...person('two'), ...gone }, 35)).toEqual([]);
  expect(judge(history, { ...person(), ...gone }, 35)).toEqual(['an answered nickname is missing']);
});
