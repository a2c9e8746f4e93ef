import { describe, expect, test } from 'vitest';
import { readDatabaseUrl } from './database-url.ts';

test.each([
  ['postgres://u:p@h/db', ['postgres://u:p@h/db']],
  ['postgresql://h:5433', ['postgresql://h:5433']],
  ['postgres://u:p%25%2F@h/db?sslmode=disable', ['postgres://u:p%25%2F@h/db?sslmode=disable']],
  [
    'postgres://u:p@h1:5432,h2:5433/db?target_session_attrs=read-write&application_name=a',
    [
      'postgres://u:p@h1:5432/db?application_name=a',
      'postgres://u:p@h2:5433/db?application_name=a',
    ],
  ],
  ['postgres://u@h1,[::1]:5433/db', ['postgres://u@h1/db', 'postgres://u@[::1]:5433/db']],
  ['postgres:///db?host=%2Frun%2Fpg', ['postgres:///db?host=%2Frun%2Fpg']],
])('%s names %j', (url, servers) => {
  expect(readDatabaseUrl(url)).toEqual(servers);
});

describe('is refused in a sentence that quotes nothing of it:', () => {
  test.each([
    ['postgres://u:geheim/1@h/db', 'write / as %2F'],
    ['postgres://u:geheim?1@h/db', '? as %3F'],
    ['postgres://u:geheim#1@h/db', '# as %23'],
    ['postgres://u:geheim%1@h/db', 'write it as %25'],
    ['mysql://u:geheim@h/db', 'postgres://user'],
    ['postgres://u:geheim@h:port/db', 'host:port'],
    ['postgres://u:geheim@h1:5432,h2:99999/db', 'host:port'],
    ['postgres://u:geheim@h1,h2/db?target_session_attrs=read-only', 'read-write'],
    ['postgres://u:geheim@/db?host=h1,h2', 'before the database'],
  ])('%s', (url, sentence) => {
    let message = '';
    try {
      readDatabaseUrl(url);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toContain(sentence);
    expect(message).not.toContain('geheim');
  });
});
