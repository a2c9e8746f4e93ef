/** Exits a process that can't start, after printing what to do. */
export function exitWithMessage(message: string): never {
  console.error(message);
  process.exit(1);
}
