/** Where in the mini program's own files a stack passes first, as `file:line`; undefined where it never does. */
export function placeOf(stack: string | undefined): string | undefined {
  const found = /\/app\/([^\s:?#()]+):(\d+)/.exec(stack ?? '');
  return found ? `${decodeURI(found[1] as string)}:${found[2]}` : undefined;
}
