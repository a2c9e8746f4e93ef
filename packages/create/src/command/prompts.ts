import { cancel, intro, isCancel, text } from '@clack/prompts';
import { refusedAppId, refusedName } from '../app-name.ts';
import type { Arguments } from './command-line.ts';

export interface Answers {
  folder: string;
  appId: string | undefined;
}

export const defaultFolder = 'weapp-login-app';

/**
 * Asks for what the arguments lack.
 * @returns undefined if the person cancels
 */
export async function ask({ folder, appId }: Arguments): Promise<Answers | undefined> {
  intro('weapp-login');
  const name =
    folder ??
    (await text({
      message: 'Name of the app',
      placeholder: defaultFolder,
      defaultValue: defaultFolder,
      validate: (value) => (value ? refusedName(value) : undefined),
    }));
  if (isCancel(name)) return cancelled();
  const id =
    appId ??
    (await text({
      message: 'AppID of the mini program (empty: none yet; the login works without one)',
      defaultValue: '',
      validate: (value) => (value ? refusedAppId(value) : undefined),
    }));
  if (isCancel(id)) return cancelled();
  return { folder: name, appId: id || undefined };
}

function cancelled(): undefined {
  cancel('Nothing was written.');
  return undefined;
}
