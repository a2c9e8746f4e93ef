import type { Config } from '@weapp-login/express/src/config/config';
import { oldestBaseLibrary } from 'weapp-login';
import { type Finding, fault, right, warning } from './finding.ts';
import { type Project, ProjectUnreadable, readProject } from './project.ts';

const aboutAppId = 'AppID of the mini program';
const aboutLibrary = 'base library';

/** Whether the mini program in this folder and the server belong together. */
export function examineMiniProgram(options: { folder: string; config: Config }): Finding[] {
  const { folder, config } = options;
  try {
    const project = readProject(folder);
    if (!project)
      return [
        warning(
          aboutAppId,
          `there is no mini program in ${folder} to compare with`,
          'run this where the mini program is, too',
        ),
      ];
    return [examineAppId(project, config), examineLibrary(project)];
  } catch (error) {
    if (!(error instanceof ProjectUnreadable)) throw error;
    return [fault(aboutAppId, error.message, 'fix the file, or let DevTools write it again')];
  }
}

function examineAppId({ appId, ownFile }: Project, { accounts }: Config): Finding {
  const served = accounts.map((account) => account.appId);
  if (appId !== undefined && served.includes(appId))
    return right(aboutAppId, `${appId}, as the server's`);
  return fault(
    aboutAppId,
    `the mini program has ${appId ?? 'none'}, the server ${served.join(' and ')}: WeChat rejects every code (40029)`,
    `set "appid" in ${ownFile}, or WECHAT_APP_ID and WECHAT_APP_SECRET of the server`,
  );
}

function examineLibrary({ libVersion, file }: Project): Finding {
  if (libVersion === undefined || !/^\d/.test(libVersion))
    return right(aboutLibrary, `DevTools takes ${libVersion ?? 'its own choice'}`);
  if (compareVersions(libVersion, oldestBaseLibrary) >= 0) return right(aboutLibrary, libVersion);
  return fault(
    aboutLibrary,
    `${libVersion} lacks what the mini program uses; ${oldestBaseLibrary} has it`,
    `raise "libVersion" in ${file}, and the oldest version at mp.weixin.qq.com → 设置 → 基本设置 → 基础库最低版本设置`,
  );
}

const compareVersions = (a: string, b: string) =>
  a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' });
