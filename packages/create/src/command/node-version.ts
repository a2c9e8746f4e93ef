/**
 * Prints one sentence and sets the exit code if this Node.js is too old. A command imports the rest only after this check,
 * because an old Node.js fails on the imports themselves.
 */
export function checkNodeVersion(command: string): boolean {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return true;
  console.error(
    `${command}: this is Node.js ${node}; use 24 (LTS), 22.12 or newer, or 20.19: https://nodejs.org/en/download`,
  );
  process.exitCode = 1;
  return false;
}
