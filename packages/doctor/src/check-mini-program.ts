import type { Config } from '@weapp-login/express/diagnostics';
import { oldestBaseLibrary } from 'weapp-login';
import { type CheckResult, failed, passed, warning } from './check-result.ts';
import {
  type DevtoolsProject,
  readDevtoolsProject,
  UnreadableProject,
} from './read-devtools-project.ts';

const appIdCheck = 'AppID of the mini program';
const libraryCheck = 'base library';

/**
 * Checks that a mini program and the server have the same AppID, and its base library version.
 * @param options.folder the one with project.config.json; undefined if none was found
 */
export function checkMiniProgram(options: {
  folder: string | undefined;
  config: Config;
}): CheckResult[] {
  const { folder, config } = options;
  try {
    const project = folder === undefined ? undefined : readDevtoolsProject(folder);
    if (!project)
      return [
        warning(
          appIdCheck,
          'not compared: found no project.config.json',
          'pass the folder of the mini program: --mini-program <folder>',
        ),
      ];
    return [checkAppId(project, config), checkLibrary(project)];
  } catch (error) {
    if (!(error instanceof UnreadableProject)) throw error;
    return [failed(appIdCheck, error.message, 'fix the file, or let DevTools write it again')];
  }
}

function checkAppId({ appId, privateFile }: DevtoolsProject, { apps }: Config): CheckResult {
  const served = apps.map((app) => app.appId);
  if (appId !== undefined && served.includes(appId))
    return passed(appIdCheck, `${appId}, same as the server's`);
  return failed(
    appIdCheck,
    `the mini program has ${appId ?? 'none'}, the server ${served.join(' and ')}: WeChat rejects every code (40029)`,
    `set "appid" in ${privateFile}, or WECHAT_APP_ID and WECHAT_APP_SECRET of the server`,
  );
}

function checkLibrary({ libVersion, file }: DevtoolsProject): CheckResult {
  if (libVersion === undefined || !/^\d/.test(libVersion))
    return passed(
      libraryCheck,
      libVersion === undefined ? 'chosen by DevTools' : `"${libVersion}", chosen by DevTools`,
    );
  if (compareVersions(libVersion, oldestBaseLibrary) >= 0) return passed(libraryCheck, libVersion);
  return failed(
    libraryCheck,
    `${libVersion} is older than ${oldestBaseLibrary}, which the mini program needs`,
    `raise "libVersion" in ${file}, and the minimum version at mp.weixin.qq.com → 设置 → 基本设置 → 基础库最低版本设置`,
  );
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' });
}
