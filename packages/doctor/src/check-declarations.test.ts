import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkDeclarations } from './check-declarations.ts';

function miniProgram(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

test('what the sources use is listed in the words of the console', () => {
  const folder = miniProgram({
    'src/a.wxml': '<button open-type="getRealtimePhoneNumber" /><input type="nickname" />',
    'src/a.ts': "wx.setClipboardData({ data: 'x' });",
    'src/a.test.ts': 'wx.chooseAddress({});',
    'node_modules/b.js': 'wx.getLocation({});',
  });
  expect(checkDeclarations({ folder })).toEqual([
    {
      check: '用户隐私保护指引',
      status: 'passed',
      message: 'must declare 昵称、头像, 手机号, 剪切板, at mp.weixin.qq.com → 设置 → 服务内容声明',
    },
  ]);
});

test('this repository declares what its release guide says', () => {
  const folder = path.resolve(import.meta.dirname, '../../../apps/miniprogram');
  expect(checkDeclarations({ folder })[0]?.message).toContain('昵称、头像, 手机号, 剪切板,');
});

test('a program that uses none of it has nothing to declare', () => {
  expect(checkDeclarations({ folder: miniProgram({ 'a.js': 'wx.login({});' }) })).toEqual([]);
  expect(checkDeclarations({ folder: undefined })).toEqual([]);
});
