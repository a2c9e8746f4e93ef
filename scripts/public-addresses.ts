import { type Route, routes } from '../packages/weapp-login/src/index.ts';

/** The pages that anyone may read, beside the routes of the contract. */
const pages = ['/pictures/:name', '/docs', '/docs/:page', '/openapi.json'];

/** What Prometheus, load balancers and supervisors ask the server itself, and no one asks through a proxy. */
export const internalPaths = ['/metrics', '/healthz', '/readyz'];

/** The paths of all that the internet may ask for, each with its `:parameters`. */
export const publicPaths: readonly string[] = [
  ...new Set([...Object.values<Route>(routes).map(({ path }) => path), ...pages]),
];

/** The regular expression by which the proxies of deploy/ let a path pass, in the syntax of RE2 and PCRE. */
export const publicPattern: string = `^/(${publicPaths
  .map((path) => path.slice(1).replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+'))
  .join('|')})$`;

/**
 * Other ways to write a path, each of which some server on the way takes for the path itself: letter case, slashes,
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
