// `pnpm dev`: the server, the mini program's build, the browser phone and the fake WeChat, from source, until Ctrl-C.
// `pnpm dev --fresh`: the same, with an empty database.
import path from 'node:path';
import { devCommand } from '../packages/simulator/src/dev/dev-command.ts';
import { sourceFolders } from '../packages/simulator/src/dev/source-folders.ts';

const root = path.resolve(import.meta.dirname, '..');
process.exit(
  await devCommand(root, {
    simulator: {
      command: 'node --import tsx packages/simulator/src/main.ts',
      sources: sourceFolders(path.join(root, 'packages/simulator')),
    },
    flags: process.argv.slice(2),
  }),
);
