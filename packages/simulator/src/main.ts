import { existsSync } from 'node:fs';
import path from 'node:path';
import { defaultApps, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { CommandError, readCommand } from './command-line.ts';
import { devCommand } from './dev/dev-command.ts';
import { readAppId } from './mini-program/app-id.ts';
import { startSimulator } from './start.ts';

const stop = (message: string): never => {
  console.error(`simulator: ${message}`);
  process.exit(1);
};
const taken = (port: number, variable: string) => (error: NodeJS.ErrnoException) =>
  stop(
    error.code === 'EADDRINUSE'
      ? `port ${port} is in use: stop what listens there, or set ${variable} to another port`
      : `cannot listen on port ${port}: ${error.message}`,
  );

/** Asks the process that runs the server to restart it; resolves once it listens again. */
const restarter = (port: number) => async () => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers });
  if (!answer.ok) throw new Error(`the restart was refused with ${answer.status}`);
};

/** This program, as a command line. */
const self = [process.execPath, ...process.execArgv, process.argv[1] ?? '']
  .map((part) => JSON.stringify(part))
  .join(' ');

const repositoryApp = path.resolve(import.meta.dirname, '../../../apps/miniprogram/dist');

async function main() {
  if (process.argv[2] === 'dev')
    process.exit(
      await devCommand(process.cwd(), {
        simulator: { command: self, sources: [] },
        flags: process.argv.slice(3),
      }),
    );
  const command = readCommand(process.argv.slice(2), process.env, {
    // Of this repository; of the project that the package is installed in otherwise.
    appDir: existsSync(repositoryApp) ? repositoryApp : 'dist',
  });
  // Where pnpm was called, not where the script that it runs lives.
  const appDir = path.resolve(process.env.INIT_CWD ?? process.cwd(), command.appDir);
  const appId = readAppId(appDir);
  const known = defaultApps.some((app) => app.appId === appId);
  const wechat = await startFakeWechat({
    port: command.fakeWechatPort,
    ...(!known && { apps: [...defaultApps, { ...touristApp, appId }] }),
  }).catch(taken(command.fakeWechatPort, 'FAKE_WECHAT_PORT'));
  if (!known)
    console.log(
      `fake WeChat: AppID ${appId}, AppSecret ${touristApp.appSecret} (fake, safe to share)`,
    );
  const { forward, port, serverRestartPort, prefetchUrl } = command;
  const restartServer = serverRestartPort ? restarter(serverRestartPort) : undefined;
  const simulator = await startSimulator({
    appDir,
    forward,
    wechat,
    port,
    restartServer,
    prefetchUrl,
  }).catch(taken(port, 'SIMULATOR_PORT'));
  let said: string | undefined;
  simulator.onRead((obstacle) => {
    const line =
      obstacle === undefined
        ? `simulator ready at ${simulator.url}`
        : `simulator: the mini program cannot open: ${obstacle}. ${simulator.url} opens it once that is fixed`;
    if (line === said) return;
    said = line;
    if (obstacle === undefined) console.log(line);
    else console.error(line);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void Promise.all([simulator.close(), wechat.close()]));
}

main().catch((error: unknown) =>
  stop(error instanceof CommandError ? error.message : String(error)),
);
