import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** What DevTools knows of a mini program. */
export interface Project {
  appId: string | undefined;
  libVersion: string | undefined;
  /** The file that everybody shares. */
  file: string;
  /** The one of this machine, which wins, and is in no repository. */
  ownFile: string;
}

/** A project that can't be read; the message names the file. */
export class ProjectUnreadable extends Error {
  override readonly name = 'ProjectUnreadable';
}

const schema = z.object({ appid: z.string().optional(), libVersion: z.string().optional() });

/**
 * Reads the project of a mini program; what is in the private file wins. Follows
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/projectconfig.html
 * @returns undefined where there is none
 * @throws {ProjectUnreadable}
 */
export function readProject(folder: string): Project | undefined {
  const file = path.join(folder, 'project.config.json');
  const ownFile = path.join(folder, 'project.private.config.json');
  const common = readConfig(file);
  if (!common) return undefined;
  const personal = readConfig(ownFile) ?? {};
  return {
    appId: personal.appid ?? common.appid,
    libVersion: personal.libVersion ?? common.libVersion,
    file,
    ownFile,
  };
}

function readConfig(file: string): z.output<typeof schema> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ProjectUnreadable(`${file} is not the JSON of a project`);
  }
}
