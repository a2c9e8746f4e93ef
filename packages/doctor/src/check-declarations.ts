import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CheckResult, passed } from './check-result.ts';

/**
 * What 用户隐私保护指引 must declare, in its own words, and where it shows in a source file.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/miniprogram-intro.html
 */
const declarations: Readonly<Record<string, RegExp>> = {
  '昵称、头像': /open-type="chooseAvatar"|type="nickname"/,
  手机号: /open-type="get(Realtime)?PhoneNumber"/,
  剪切板: /\bwx\.[gs]etClipboardData\b/,
  位置信息: /\bwx\.(get(Fuzzy)?Location|startLocationUpdate\w*)\b|scope\.user(Fuzzy)?Location/,
  选择的位置信息: /\bwx\.choose(Poi|Location)\b/,
  地址: /\bwx\.chooseAddress\b/,
  选中的照片或视频信息: /\bwx\.choose(Image|Media|Video)\b/,
  选中的文件: /\bwx\.chooseMessageFile\b/,
  '相册（仅写入）': /\bwx\.save(Image|Video)ToPhotosAlbum\b|scope\.writePhotosAlbum/,
  摄像头: /<camera\b|scope\.camera/,
  麦克风: /\bwx\.(startRecord|getRecorderManager)\b|scope\.record/,
  蓝牙: /\bwx\.openBluetoothAdapter\b|scope\.bluetooth/,
  微信运动步数: /\bwx\.getWeRunData\b|scope\.werun/,
};

const ignored = new Set(['node_modules', 'dist', 'miniprogram_npm', 'test', 'build']);

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name.startsWith('.') || ignored.has(entry.name) ? [] : sourcesIn(file);
    return /\.(wxml|js|ts|vue|tsx|jsx)$/.test(file) && !/\.test\.|\.d\.ts$/.test(file)
      ? [readFileSync(file, 'utf8')]
      : [];
  });
}

/**
 * Lists what the mini program's console must declare for the APIs in its sources. The console can't be asked, so this is a
 * reminder and not a fault.
 * @param options.folder the one with project.config.json; undefined if none was found
 */
export function checkDeclarations({ folder }: { folder: string | undefined }): CheckResult[] {
  if (folder === undefined || !existsSync(folder)) return [];
  const sources = sourcesIn(folder);
  const used = Object.keys(declarations).filter((name) =>
    sources.some((source) => declarations[name]?.test(source)),
  );
  if (used.length === 0) return [];
  return [
    passed(
      '用户隐私保护指引',
      `must declare ${used.join(', ')}, at mp.weixin.qq.com → 设置 → 服务内容声明`,
    ),
  ];
}
