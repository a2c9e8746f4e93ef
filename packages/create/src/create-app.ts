import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { refusedAppId, refusedName } from './app-name.ts';
import { CreateError } from './create-error.ts';

export interface CreateAppOptions {
  /** Absolute. It must not exist; its last part is the name of the app. */
  target: string;
  /** The AppID of the mini program, if there is one already. */
  appId?: string;
  /** The folder of the template, absolute. Default: the one in this package. */
  template?: string;
}

/**
 * Writes an app beside the target and renames it, so that there is either all of it or nothing.
 * @throws {CreateError} if the target exists, or the name or the AppID is refused
 */
export async function createApp(options: CreateAppOptions): Promise<void> {
  const {
    target,
    appId,
    template = path.resolve(import.meta.dirname, '../dist/template'),
  } = options;
  const name = path.basename(target);
  const refusal = refusedName(name) ?? (appId === undefined ? undefined : refusedAppId(appId));
  if (refusal) throw new CreateError(refusal);
  if (existsSync(target)) throw new CreateError(`${target} exists: choose another name`);
  const parent = path.dirname(target);
  if (!existsSync(parent)) throw new CreateError(`${parent} does not exist`);
  const unfinished = path.join(parent, `.${name}-${randomBytes(4).toString('hex')}`);
  try {
    await cp(template, unfinished, { recursive: true });
    await restoreNames(unfinished);
    await replaceIn(path.join(unfinished, 'package.json'), '"name": "my-app"', `"name": "${name}"`);
    await replaceIn(path.join(unfinished, 'README.md'), '# my-app', `# ${name}`);
    const project = path.join(unfinished, 'apps/miniprogram/project.config.json');
    await replaceIn(project, '"projectname": "weapp-login"', `"projectname": "${name}"`);
    if (appId)
      await replaceIn(
        path.join(unfinished, 'apps/server/.env.example'),
        '#WECHAT_APP_ID=wx\n',
        `#WECHAT_APP_ID=${appId}\n`,
      );
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw new CreateError(`can't write ${target}: ${(error as Error).message}`);
  }
}

/** Files whose names mean something to npm inside a package, so that the template has them under others. */
const names: Readonly<Record<string, string>> = {
  gitignore: '.gitignore',
  '_package.json': 'package.json',
};

async function restoreNames(folder: string): Promise<void> {
  for (const file of await readdir(folder, { recursive: true })) {
    const name = names[path.basename(file)];
    if (name) await rename(path.join(folder, file), path.join(folder, path.dirname(file), name));
  }
}

async function replaceIn(file: string, text: string, replacement: string): Promise<void> {
  const content = await readFile(file, 'utf8');
  if (!content.includes(text)) throw new Error(`${file} lacks ${text}`);
  await writeFile(file, content.replace(text, replacement));
}
