export interface Target {
  route: string;
  /** As onLoad gets it: not decoded, as on the platform. */
  query: Record<string, string>;
  /** With its question mark, or nothing. */
  search: string;
}

/**
 * Reads the url of a navigation.
 * @param from the route of the page that navigates; a url without a leading slash is relative to it
 */
export function resolveUrl(url: string, from: string): Target {
  const [address = '', ...rest] = url.split('?');
  const parts = address.startsWith('/') || from === '' ? [] : from.split('/').slice(0, -1);
  for (const part of address.replace(/\.html$/, '').split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  const search = rest.join('?');
  const pairs = search.split('&').filter(Boolean);
  return {
    route: parts.join('/'),
    query: Object.fromEntries(
      pairs.map((pair) => {
        const [name, ...value] = pair.split('=') as [string, ...string[]];
        return [name, value.join('=')];
      }),
    ),
    search: search && `?${search}`,
  };
}
