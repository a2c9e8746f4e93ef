/**
 * Returns why npm refuses a name for the app, or undefined if it accepts it:
 * https://docs.npmjs.com/cli/configuring-npm/package-json#name
 */
export function refusedName(name: string): string | undefined {
  if (name.length === 0) return 'the name is empty';
  if (name.length > 214) return 'the name has more than 214 characters';
  if (/^[._-]/.test(name)) return `${name} must begin with a letter or a digit`;
  if (!/^[a-z0-9._-]+$/.test(name))
    return `${name} must have only lower-case letters, digits, hyphens, dots and underscores`;
  if (name === 'node_modules' || name === 'favicon.ico') return `${name} is reserved`;
  return undefined;
}

/** Returns why an AppID is refused, or undefined if it has the right form. */
export function refusedAppId(appId: string): string | undefined {
  return /^wx[0-9a-f]{16}$/.test(appId)
    ? undefined
    : `${appId} is not an AppID: wx and 16 hexadecimal digits`;
}
