import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The settings of WeChat DevTools for a mini program. */
export interface DevtoolsProject {
  appId: string | undefined;
  libVersion: string | undefined;
  /** project.config.json, which is committed. */
  file: string;
  /** project.private.config.json: the settings of this machine, which take precedence. */
  privateFile: string;
}

/** A project file that can't be read; the message names it. */
export class UnreadableProject extends Error {
  override readonly name = 'UnreadableProject';
}

const schema = z.object({ appid: z.string().optional(), libVersion: z.string().optional() });

/**
 * Reads the DevTools project of a mini program. The private file takes precedence.
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/projectconfig.html
 * @returns undefined where there is none
 * @throws {UnreadableProject}
 */
export function readDevtoolsProject(folder: string): DevtoolsProject | undefined {
  const file = path.join(folder, 'project.config.json');
  const privateFile = path.join(folder, 'project.private.config.json');
  const shared = readConfig(file);
  if (!shared) return undefined;
  const own = readConfig(privateFile) ?? {};
  return {
    appId: own.appid ?? shared.appid,
    libVersion: own.libVersion ?? shared.libVersion,
    file,
    privateFile,
  };
}

function readConfig(file: string): z.output<typeof schema> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UnreadableProject(`${file} is not a valid DevTools project`);
  }
}
