import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that the end of the test removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** As much of a mini program as tells whose it is and where its server is. */
export function makeMiniProgram(
  options: { project?: object | string; personal?: object; release?: string } = {},
): string {
  const { project = { appid: 'touristappid' }, personal, release } = options;
  const folder = temporaryFolder();
  const write = (name: string, content: object | string) =>
    writeFileSync(
      path.join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  write('project.config.json', project);
  if (personal) write('project.private.config.json', personal);
  mkdirSync(path.join(folder, 'src'));
  write(
    'src/config.ts',
    `declare const API_BASE_URL_DEVELOP: string;
     const urls: Record<string, string | undefined> = {
       develop: API_BASE_URL_DEVELOP,
       release: ${JSON.stringify(release)},
     };
     export const baseUrlFor = (version: string): string | undefined => urls[version];`,
  );
  return folder;
}
