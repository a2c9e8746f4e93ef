/** Ends a process that can't begin its work, after a line that says what to do. */
export function exitWithMessage(message: string): never {
  console.error(message);
  process.exit(1);
}
