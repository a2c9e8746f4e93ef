import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createApp } from '../create-app.ts';
import { CreateError } from '../create-error.ts';
import { type Arguments, readCommandLine, usage } from './command-line.ts';
import { ask, defaultFolder } from './prompts.ts';

const given = readArguments();
if (given) await run(given);
else process.stdout.write(usage);

async function run(given: Arguments): Promise<void> {
  if (!hasPnpm()) return fail(1, 'pnpm is missing: install it with npm install --global pnpm');
  const interactive = !given.yes && process.stdin.isTTY;
  const answers = interactive
    ? await ask(given)
    : { folder: given.folder ?? defaultFolder, appId: given.appId };
  if (!answers) return;
  const target = path.resolve(answers.folder);
  const { appId } = answers;
  try {
    await createApp({ target, ...(appId && { appId }) });
  } catch (error) {
    if (!(error instanceof CreateError)) throw error;
    return fail(1, error.message);
  }
  const folder = path.relative(process.cwd(), target);
  const appIdStep = appId
    ? `\nTo log in at WeChat as ${appId}, see "Use your own AppID" in README.md.\n`
    : '';
  process.stdout.write(`
Created ${folder}. Next:

  cd ${folder}
  pnpm dev        the phone in the browser, the server and a fake WeChat
  pnpm test
${appIdStep}`);
}

function readArguments(): Arguments | undefined {
  try {
    return readCommandLine(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof CreateError)) throw error;
    fail(2, `${error.message}; see create-weapp-login --help`);
    process.exit();
  }
}

function hasPnpm(): boolean {
  const { status } = spawnSync('pnpm', ['--version'], {
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function fail(exitCode: number, message: string): void {
  console.error(`create-weapp-login: ${message}`);
  process.exitCode = exitCode;
}
