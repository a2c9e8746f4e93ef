import { routes } from '../packages/shared/src/index.ts';
import type { Route } from '../packages/weapp-login/src/index.ts';

/** Public pages besides the routes of the contract. */
const pages = ['/wechat/messages', '/pictures/:name', '/docs', '/docs/:page', '/openapi.json'];

/** Paths for Prometheus, load balancers and supervisors, which proxies don't expose. */
export const internalPaths = ['/metrics', '/healthz', '/readyz'];

/** All public paths, with their `:parameters`. */
export const publicPaths: readonly string[] = [
  ...new Set([...Object.values<Route>(routes).map(({ path }) => path), ...pages]),
];

/** The regular expression of paths that the proxies of deploy/ pass, in RE2 and PCRE syntax. */
export const publicPattern: string = `^/(${publicPaths
  .map((path) => path.slice(1).replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+'))
  .join('|')})$`;

/**
 * Other spellings of a path that some server on the way may normalize to it: letter case, slashes,
 * percent-encoding, path parameters, dot segments, the absolute form.
 */
export const spellingsOf = (path: string): string[] => {
  const name = path.slice(1);
  const hex = (text: string) => `%${text.charCodeAt(0).toString(16)}`;
  const encoded = `${hex(name)}${name.slice(1)}`;
  const inside = publicPaths.filter((one) => !one.includes(':')).slice(0, 3);
  return [
    `/${name.toUpperCase()}`,
    `/${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    `/${name}/`,
    `/${name}//`,
    `//${name}`,
    `///${name}`,
    `/${encoded}`,
    `/${encoded.toUpperCase()}`,
    `/${[...name].map(hex).join('')}`,
    `/${name}%2f`,
    `%2f${name}`,
    `/%2f${name}`,
    `/${name}%20`,
    `/${name}%00`,
    `/${name};x`,
    `/;x/${name}`,
    `/${name}?x`,
    `/${name}#x`,
    `/${name}/.`,
    `/./${name}`,
    `/.//${name}`,
    `/%2e/${name}`,
    `\\${name}`,
    `/\\${name}`,
    ...inside.flatMap((open) => [
      `${open}/../${name}`,
      `${open}/%2e%2e/${name}`,
      `${open}/..%2f${name}`,
      `${open}%2f..%2f${name}`,
      `${open}/..;/${name}`,
      `${open}/../../${name}`,
      `${open}/..\\${name}`,
      `${open}//../${name}`,
    ]),
    `/docs/../${name}`,
    `/pictures/../${name}`,
    `/pictures/%2e%2e/${name}`,
    `/pictures/..%2f${name}`,
    `/sessions/..%2f${name}`,
    `/sessions/%2e%2e%2f${name}`,
    `http://localhost/${name}`,
    `http://localhost/./${name}`,
    `HTTPS://localhost/${name}/`,
  ];
};
