import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectSchema } from './config.ts';

const touristAppId = 'touristappid';

/**
 * The AppID of a mini program: from the project.config.json whose miniprogramRoot is the folder, with
 * project.private.config.json over it as in DevTools; `touristappid` where there is none.
 * @param appDir the folder of app.json
 */
export function readAppId(appDir: string): string {
  const target = path.resolve(appDir);
  for (const folder of [target, path.dirname(target), path.dirname(path.dirname(target))]) {
    const shared = readProject(path.join(folder, 'project.config.json'));
    const own = readProject(path.join(folder, 'project.private.config.json'));
    const root = own?.miniprogramRoot ?? shared?.miniprogramRoot ?? '';
    if (!shared || path.resolve(folder, root) !== target) continue;
    return own?.appid || shared.appid || touristAppId;
  }
  return touristAppId;
}

function readProject(file: string) {
  try {
    return projectSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
