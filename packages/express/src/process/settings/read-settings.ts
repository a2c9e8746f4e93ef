import path from 'node:path';
import { EnvFileError, readEnvFiles } from '@weapp-login/env-files';
import { type Config, ConfigError, readConfig } from './config.ts';
import { misspelledNames } from './misspelled-names.ts';
import { settings } from './settings.ts';

/** Settings of other commands, in the same files. */
const settingsOfOthers = ['API_BASE_URL_DEVELOP', 'SIMULATOR_PORT'];

/** The configuration and its origin. */
export interface SettingsRead {
  config: Config;
  /** All values, including those of other commands. */
  values: Readonly<Record<string, string | undefined>>;
  /** Where each setting came from: `environment`, or the path of a file. Names only, no values. */
  sources: Readonly<Record<string, string>>;
  /** The `.env` files that were read. */
  files: readonly string[];
}

/** The `.env` files of a server, the most important first. */
const envFilesOf = (serverFolder: string): string[] =>
  [serverFolder, path.resolve(serverFolder, '../..')].map((folder) => path.join(folder, '.env'));

/**
 * Reads all settings from the environment and the `.env` files, for the server and all its commands.
 * @param options.serverFolder the server's own folder, absolute
 * @param options.envFiles the `.env` files, absolute, the most important first; by default those of a server in this repository
 * @param options.nodeEnv the default of NODE_ENV
 * @throws {ConfigError} listing every fault in files, names and values, without values
 */
export function readSettings(options: {
  env: Readonly<Record<string, string | undefined>>;
  serverFolder: string;
  envFiles?: readonly string[];
  nodeEnv: 'development' | 'production';
}): SettingsRead {
  const { values: given, sources, read } = readFiles(options);
  const values = { ...given, NODE_ENV: given.NODE_ENV?.trim() || options.nodeEnv };
  const known = [...Object.keys(settings), ...settingsOfOthers];
  const misspelled = misspelledNames({ sources, known });
  try {
    const config = readConfig(values);
    if (misspelled.length > 0) throw new ConfigError(misspelled);
    const own = [...sources].filter(([name]) => known.includes(name));
    return { config, values, sources: Object.fromEntries(own), files: read };
  } catch (error) {
    if (!(error instanceof ConfigError) || misspelled.length === 0) throw error;
    throw new ConfigError([...new Set([...misspelled, ...error.faults])]);
  }
}

function readFiles(options: Parameters<typeof readSettings>[0]) {
  const { env, serverFolder, envFiles = envFilesOf(serverFolder) } = options;
  try {
    return readEnvFiles({ env, files: envFiles });
  } catch (error) {
    if (!(error instanceof EnvFileError)) throw error;
    throw new ConfigError(error.faults);
  }
}
