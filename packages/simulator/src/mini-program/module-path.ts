/** `resolveAlias` of app.json: prefixes of paths, both ending in `/*`. */
export type Aliases = Record<string, string>;

/** Replaces the alias that a path starts with. */
export function expandAlias(target: string, aliases: Aliases): string {
  for (const [alias, path] of Object.entries(aliases)) {
    const prefix = alias.replace(/\*$/, '');
    if (target.startsWith(prefix))
      return `/${path.replace(/^\/|\*$/g, '')}${target.slice(prefix.length)}`;
  }
  return target;
}

/**
 * Finds what a script requires as DevTools does: by an alias, beside it, from the root, in miniprogram_npm of the folders
 * above.
 * @param exists whether the mini program has a file of this path
 */
export function resolveModule(
  from: string,
  required: string,
  { aliases, exists }: { aliases: Aliases; exists: (file: string) => boolean },
): string | undefined {
  const target = expandAlias(required, aliases);
  const folder = from.split('/').slice(0, -1);
  const places = target.startsWith('/')
    ? [target.slice(1)]
    : [join(folder, target), ...(target.startsWith('.') ? [] : inPackages(folder, target))];
  return places.flatMap((place) => [place, `${place}.js`, `${place}/index.js`]).find(exists);
}

function join(folder: string[], target: string): string {
  const parts = [...folder];
  for (const part of target.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}

const inPackages = (folder: string[], target: string): string[] =>
  [...folder, ''].map((_, dropped) =>
    join(folder.slice(0, folder.length - dropped), `miniprogram_npm/${target}`),
  );
