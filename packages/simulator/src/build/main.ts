import { buildCommand } from './build-command.ts';

process.exit(
  await buildCommand(process.argv.slice(3), { folder: process.cwd(), env: process.env, console }),
);
