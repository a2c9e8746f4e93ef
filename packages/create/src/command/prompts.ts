import { cancel, intro, isCancel, text } from '@clack/prompts';
import { refusedAppId, refusedName } from '../app-name.ts';
import type { Arguments } from './command-line.ts';

export interface Answers {
  folder: string;
  appId: string | undefined;
}

export const defaultFolder = 'weapp-login-app';

/** Where questions are shown and answered. */
interface Terminal {
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
}

/**
 * Asks for what the arguments lack.
 * @returns undefined if the person cancels
 */
export async function ask(
  { folder, appId }: Arguments,
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<Answers | undefined> {
  intro('weapp-login', terminal);
  const name =
    folder ??
    (await text({
      ...terminal,
      message: 'Name of the app',
      placeholder: defaultFolder,
      defaultValue: defaultFolder,
      validate: (value) => (value ? refusedName(value) : undefined),
    }));
  if (isCancel(name)) return cancelled(terminal);
  const id =
    appId ??
    (await text({
      ...terminal,
      message: 'AppID of the mini program (empty: none yet; the login works without one)',
      defaultValue: '',
      validate: (value) => (value ? refusedAppId(value) : undefined),
    }));
  if (isCancel(id)) return cancelled(terminal);
  return { folder: name, appId: id || undefined };
}

function cancelled(terminal: Terminal): undefined {
  cancel('Nothing was written.', terminal);
  return undefined;
}
