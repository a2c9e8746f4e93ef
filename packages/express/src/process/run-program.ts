import cluster from 'node:cluster';
import { setFlagsFromString } from 'node:v8';
import { createBatchedLog } from '../fast/batched-log.ts';
import { MissingPeer } from '../peers/load-peer.ts';
import type { OwnTables } from '../store/sql/own-tables.ts';
import { superviseWorkers } from './cluster/supervise-workers.ts';
import { type Command, readCommand, usage } from './command-line.ts';
import { backupCommand, restoreCommand } from './commands/backup-commands.ts';
import { reencryptCommand } from './commands/reencrypt-command.ts';
import { joinUsersCommand, moveAccountsCommand, scrubCommand } from './commands/store-commands.ts';
import { exitWithMessage } from './exit-with-message.ts';
import { createLog } from './log.ts';
import { type CreateApp, serve } from './serve.ts';
import { ConfigError } from './settings/config.ts';
import { readSettings, type SettingsRead } from './settings/read-settings.ts';

export type { AppParts, CreateApp } from './serve.ts';

const showsProgress: ReadonlySet<string> = new Set(['reencrypt', 'move-accounts']);

/**
 * Runs the program that the command line asks for: the server, or a command of maintenance.
 * @param options.serverFolder where relative paths of the settings start
 * @param options.own tables of the app, in the store's database
 * @param options.createApp makes the app that answers; default: one of the login alone
 * @param options.loginSkipsApp whether requests to the login's routes skip the app, which makes them cost half as much: its
 * middleware doesn't see them. Default: false
 * @param options.built whether the program was built, which makes production the default
 */
export async function runProgram(options: {
  serverFolder: string;
  built: boolean;
  own?: OwnTables;
  createApp?: CreateApp;
  loginSkipsApp?: boolean;
}): Promise<void> {
  const { serverFolder, built, own, createApp, loginSkipsApp } = options;
  // docs/decisions/0019-garbage-collection-and-system-calls.md
  setFlagsFromString('--no-allocation-site-pretenuring');

  const command = readCommand(process.argv.slice(2));
  if (command === undefined) {
    process.stderr.write(usage);
    process.exit(2);
  }
  if (command.name === 'help') {
    process.stdout.write(usage);
    process.exit();
  }

  const { config, sources, files } = readOrRefuse();
  const destination = createBatchedLog(1);
  process.on('exit', destination.flushSync);
  const log = createLog({ level: config.logLevel, now: Date.now, destination });
  // After an uncaught exception the state is unknown: a new process is safer. Unhandled rejections
  // arrive here too.
  process.on('uncaughtException', (err, origin) => {
    if (err instanceof MissingPeer) exitWithMessage(err.message);
    log.fatal({ err, origin }, 'uncaught exception; exiting');
    process.exit(1);
  });

  if (command.name !== 'serve') {
    const { text, complete } = await maintain(command);
    process.stderr.write(showsProgress.has(command.name) && process.stderr.isTTY ? '\n' : '');
    process.stdout.write(`${text}\n`);
    process.exit(complete ? 0 : 1);
  }
  if (cluster.isPrimary) log.info({ files, sources }, 'settings read');
  if (config.workers > 1 && cluster.isPrimary) superviseWorkers({ workers: config.workers, log });
  else await serve({ config, log, packageDir: serverFolder, own, createApp, loginSkipsApp });

  function maintain(command: Exclude<Command, { name: 'serve' } | { name: 'help' }>) {
    switch (command.name) {
      case 'reencrypt':
        return reencryptCommand({ config, serverFolder, onProgress });
      case 'scrub':
        return scrubCommand({ config, serverFolder, now: Date.now() });
      case 'move-accounts':
        return moveAccountsCommand({ config, serverFolder, ...command, onProgress: onMoved });
      case 'join-users':
        return joinUsersCommand({ config, serverFolder, own, ...command });
      case 'backup':
        return backupCommand({ config, serverFolder, file: command.file });
      case 'restore':
        return restoreCommand({ config, serverFolder, file: command.file, now: Date.now() });
    }
  }

  function onMoved(accounts: number) {
    if (process.stderr.isTTY) process.stderr.write(`\r${accounts} accounts`);
  }

  function onProgress(done: number, total: number) {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} session_keys`);
  }

  function readOrRefuse(): SettingsRead {
    try {
      // A build is for deployment: without NODE_ENV it must not use the fake WeChat.
      const nodeEnv = built ? 'production' : 'development';
      return readSettings({ env: process.env, serverFolder, nodeEnv });
    } catch (error) {
      if (error instanceof ConfigError) return exitWithMessage(error.message);
      throw error;
    }
  }
}
