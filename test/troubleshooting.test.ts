import { describe, expect, test } from 'vitest';
import {
  doctorMessages,
  logMessages,
  type Message,
  operatorErrcodes,
  pageTitles,
  sentences,
  startRefusals,
} from './messages-of-the-program.ts';
import { read } from './repository-files.ts';

const guide = read('docs/guides/troubleshooting.md');
const sectionOf = (title: string) =>
  guide.split(/\n(?=## )/).find((part) => part.startsWith(`## ${title}\n`)) ?? '';
/** The cells of each row of a section's table, its head left out. */
const rowsOf = (title: string) =>
  sectionOf(title)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));
/** What a row quotes: the first words in backticks. */
const quoteOf = ([first = '']: string[]) => /`([^`]+)`/.exec(first)?.[1] ?? '';

/** Whether a message has the words of a quote, in their order; `…` in either stands for what varies. */
const says = (message: string, quote: string) => {
  let from = 0;
  return quote
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part && part !== ':')
    .every((part) => {
      const at = message.indexOf(part, from);
      from = at + part.length;
      return at >= 0;
    });
};

/** Said with words of elsewhere, each of which has rows of its own. */
const byOtherWords = [
  '<says>',
  '…: …',
  '… …',
  '… (…)',
  '<message>',
  '<error.message>',
  '<(error as Error).message>',
];
const own = (messages: Message[]) => messages.filter(({ text }) => !byOtherWords.includes(text));
const inFolder = (folder: string) => sentences.filter(({ where }) => where.startsWith(folder));
/** Thrown rather than printed where it stands. */
const thrown: Message[] = [
  { where: 'express/src/peers/load-peer.ts', text: 'needs the package …' },
  { where: 'express/src/process/settings/config.ts', text: 'The settings are not right:' },
  { where: 'express/src/store/sql/migrations.ts', text: 'The database has schema …' },
  { where: 'express/src/process/settings/development-secret.ts', text: 'cannot read or write …' },
  {
    where: 'express/src/process/settings/development-secret.ts',
    text: 'does not hold a secret: restore it from a backup',
  },
];

const tables: [title: string, messages: Message[]][] = [
  [
    'The server does not start',
    [
      ...own(startRefusals),
      ...thrown,
      ...sentences.filter(
        ({ text }) => text.includes('PostgreSQL allows … (…)') && !text.includes('half'),
      ),
    ],
  ],
  [
    "In the server's log",
    [
      ...logMessages.filter(({ text }) => text !== '<says>'),
      ...inFolder('express/src/store/').filter(
        ({ text }) => !text.includes('PostgreSQL allows … (…)') || text.includes('half'),
      ),
    ],
  ],
  [
    'The doctor',
    [...own(doctorMessages), ...own(inFolder('doctor/')), ...inFolder('express/src/store/sqlite/')],
  ],
];

test('there is something to look for', () => {
  expect(logMessages.length).toBeGreaterThan(15);
  expect(doctorMessages.length).toBeGreaterThan(15);
  expect(sentences.length).toBeGreaterThan(20);
  expect(startRefusals.length).toBeGreaterThan(4);
  for (const { where, text } of thrown)
    expect(read(`packages/${where}`)).toContain(text.replace('…', ''));
});

test('a message whose words cannot be read from the source is one that is known', () => {
  const unread = [...logMessages, ...doctorMessages].filter(({ text }) => text.startsWith('<'));
  expect(unread.filter(({ text }) => !byOtherWords.includes(text))).toEqual([]);
});

describe.each(tables)('%s', (title, messages) => {
  const rows = rowsOf(title);

  test('every message has a row', () => {
    const missing = messages.filter(
      ({ text }) => !rows.some((row) => quoteOf(row) && says(text, quoteOf(row))),
    );
    expect(missing).toEqual([]);
  });

  test('every row quotes a message', () => {
    const unsaid = rows
      .map(quoteOf)
      .filter((quote) => !messages.some(({ text }) => says(text, quote)));
    expect(unsaid).toEqual([]);
  });

  test('every row has a cause and a fix', () => {
    for (const row of rows) {
      expect(row).toHaveLength(3);
      for (const cell of row) expect(cell.trim()).not.toBe('');
    }
  });
});

test('the errcodes of operators are those of the program, with its words', () => {
  const expected = Object.entries(operatorErrcodes)
    .filter(([, { fault }]) => fault === 'operator')
    .map(([errcode, { meaning, fix }]) => [errcode, meaning, fix]);
  expect(rowsOf('Errcodes of WeChat')).toEqual(expected);
});

test('the titles of the mini program are all there, in both languages', () => {
  const rows = rowsOf('On the phone');
  expect(rows.map((row) => [quoteOf(row), row[1]])).toEqual(
    pageTitles.map(({ en, zh }) => [en, zh]),
  );
  for (const row of rows) expect(row).toHaveLength(4);
});

describe('the Chinese guide', () => {
  const chinese = read('docs/guides/troubleshooting.zh-CN.md');
  /** The rows of each section, in order. */
  const tablesOf = (page: string) =>
    page.split(/\n(?=## )/).map((section) => {
      const lines = section.split('\n').filter((line) => line.startsWith('| '));
      return lines.slice(2).map((line) => line.slice(2, -2).split(' | '));
    });

  test('quotes what the English one quotes, in the same order', () => {
    // The rows of DevTools quote a title of the mini program in the reader's language.
    const quotes = (page: string) =>
      tablesOf(page)
        .slice(0, -1)
        .map((rows) => rows.map((row) => quoteOf(row) || row[0]));
    expect(quotes(chinese)).toEqual(quotes(guide));
    expect(tablesOf(chinese).map((rows) => rows.map((row) => row.length))).toEqual(
      tablesOf(guide).map((rows) => rows.map((row) => row.length)),
    );
  });

  test('gives the cause and the fix in Chinese', () => {
    for (const row of tablesOf(chinese).flat())
      for (const cell of row.slice(1)) expect(cell).toMatch(/\p{Script=Han}|^DNS$|^`chmod/u);
  });
});
