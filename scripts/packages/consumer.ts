import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** A third-party project: an empty folder and an environment without this machine's user. */
export interface Consumer {
  folder: string;
  write(file: string, content: string): void;
  /** @throws {Error} with all that the command printed, where it fails */
  run(command: string, ...args: string[]): Promise<{ stdout: string; stderr: string }>;
  env: NodeJS.ProcessEnv;
}

export function createConsumer(options: {
  parent: string;
  name: string;
  /** The folder that is its HOME. */
  home: string;
  registry: string;
  /** Whether to make the folder. Default: true. */
  create?: boolean;
}): Consumer {
  const { parent, name, home, registry, create = true } = options;
  const folder = path.join(parent, name);
  if (create) mkdirSync(folder, { recursive: true });
  const env = { ...environment(home), npm_config_registry: registry };
  return {
    folder,
    env,
    write(file, content) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    },
    async run(command, ...args) {
      return promisify(execFile)(command, args, {
        cwd: folder,
        env,
        maxBuffer: 64 * 1024 * 1024,
      }).catch((failed: Error & { stdout: string; stderr: string }) => {
        throw new Error(
          `${name}: ${command} ${args.join(' ')}\n${failed.stdout}\n${failed.stderr}`,
        );
      });
    },
  };
}

/** Without the settings of the package manager that runs this. */
function environment(home: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_|pnpm_|NODE_OPTIONS$|NODE_PATH$|INIT_CWD$|XDG_|WECHAT_|DATABASE_URL$)/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
  };
}
