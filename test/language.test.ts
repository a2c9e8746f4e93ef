import { describe, expect, test } from 'vitest';
import { files, read } from './repository-files.ts';

/** Words that a native engineer would not use, each with the usual one. */
const avoided: [pattern: RegExp, usual: string][] = [
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\banew\b/i, 'again, re-…'],
  [/\bwhoever\b/i, 'anyone who, the caller'],
  [/\bnobody\b/i, 'no one, none'],
  [/\b(some|any|every)body\b/i, 'a user, anyone, all'],
  [/\bh(e|im|is|imself)\b(?![.(:=])/i, 'they, them, their'],
  [/\b(has|have|had) to be\b/i, 'must be'],
  [/\bsuch as (are|is)\b/i, 'that are'],
  [/\bfor (it|he|she|they|this|that) (knows?|is|has|can|must|would)\b/i, 'because …'],
  [/(?<!\bthere )\b(is|are|was|were) no (?!longer\b|more than\b)[a-z`]/i, 'is not a …'],
  [/\b(is|are|was|were) told\b/i, 'receives, is shown'],
  [/\bfaithful(ly)?\b/i, 'realistic'],
  [/\bfrom birth\b/i, 'from the start'],
  [/\bat a click\b/i, 'with one click'],
  [/\bset-up\b/i, 'setup'],
  [/\bput(s|ting)? (it |them )?right\b/i, 'correct'],
  [/回答/, '响应、返回'],
  [/钥匙/, '密钥'],
  [/假人/, '测试用户'],
  [/您/, '你'],
  [/点按/, '点击'],
  [/登出/, '退出登录'],
  [/问题代码/, '错误码'],
  [/看不懂|没有认可|后再来|整条路径|整理格式|看到了什么|手机的开关/, "WeChat's own words"],
];

/** Where a word is right. */
const allowed: [file: RegExp, word: RegExp, reason: string][] = [
  [/^test\/language\.test\.ts$/, /./, 'the list itself'],
  [/^docs\/glossary\.md$/, /回答|钥匙|点按|登出/, 'the column of words to avoid'],
  [/embedded-postgres\.ts$|outages\.linux\.test\.ts$/, /nobody/, 'the user of Unix'],
];

const texts = files(
  '**/*.{md,ts,tsx,js,cjs,mjs,go,c,sh,yaml,yml,json,wxml,html,css,conf,service}',
  'deploy/*',
  '.ci/*',
).filter(
  (file) =>
    !/(^|\/)(pnpm-lock\.yaml|results\.(json|md))$|\/test\/fixtures\/frameworks\//.test(file),
);

const findings = (text: string, file: string) =>
  text.split('\n').flatMap((line, index) =>
    avoided.flatMap(([pattern, usual]) => {
      const [word] = pattern.exec(line) ?? [];
      if (!word || allowed.some(([where, what]) => where.test(file) && what.test(word))) return [];
      return [`${file}:${index + 1}: “${word}” → ${usual}`];
    }),
  );

test('there is something to read', () => {
  expect(texts.length).toBeGreaterThan(800);
});

test('every text and source file uses the usual words', () => {
  expect(texts.flatMap((file) => findings(read(file), file))).toEqual([]);
});

describe('the list', () => {
  test.each([
    'so that nobody waits',
    'the value is no number',
    'a retry mends it',
    'whoever calls it',
    'the caller is told',
    'it has to be set',
    '服务器的回答',
  ])('finds “%s”', (line) => expect(findings(line, 'a.ts')).toHaveLength(1));

  test.each([
    'there is no such route',
    'the code is no longer valid',
    'a recommendation',
    'the server returns 404',
    '服务器的响应',
  ])('lets “%s” pass', (line) => expect(findings(line, 'a.ts')).toEqual([]));

  test('has no exception without use', () => {
    for (const [where, what, reason] of allowed)
      expect(
        texts.some((file) => where.test(file) && what.test(read(file))),
        reason,
      ).toBe(true);
  });
});
