import type {
  HeaderOf,
  PathOf,
  QueryOf,
  RequestOf,
  ResponseOf,
  Route,
  Routes,
} from './define-routes.ts';

/** Required where a member of it is, refused where it has none. */
type Part<Name extends string, Value extends object> = [keyof Value] extends [never]
  ? { readonly [Key in Name]?: undefined }
  : Record<never, never> extends Value
    ? { readonly [Key in Name]?: Value }
    : { readonly [Key in Name]: Value };

type FieldOf<R> = R extends { body: { file: { field: infer Field } } } ? Field : never;

type BodyPart<R, File> = [FieldOf<R>] extends [never]
  ? RequestOf<R> extends undefined
    ? { readonly body?: undefined; readonly file?: undefined }
    : { readonly body: RequestOf<R>; readonly file?: undefined }
  : Part<'body', Omit<RequestOf<R> & object, FieldOf<R> & PropertyKey>> & { readonly file: File };

/**
 * What a route needs beside its name: its body, its file, and what it takes in path, query and headers. A call that lacks
 * something, or has too much, does not compile.
 * @typeParam File how the client names a file: a path in a mini program, a Blob elsewhere
 */
export type Call<R extends Route, File = unknown> = BodyPart<R, File> &
  Part<'path', PathOf<R>> &
  Part<'query', QueryOf<R>> &
  Part<'header', HeaderOf<R>>;

/** The token, on the routes that need one. */
export type TokenPart<R extends Route> = R['auth'] extends 'bearer'
  ? { readonly token: string }
  : { readonly token?: undefined };

/** Calls a route by its name, and resolves with its response. */
export type Caller<R extends Routes, File> = <Name extends keyof R & string>(
  name: Name,
  call: Call<R[Name], File> & TokenPart<R[Name]>,
) => Promise<ResponseOf<R[Name]>>;

/**
 * Returns the address of a call below the server's: the path of a route with values in place of its `:name`s, and its
 * query without what is undefined.
 */
export function pathOf<R extends Route>(
  route: R,
  call: Part<'path', PathOf<R>> & Part<'query', QueryOf<R>>,
): string {
  const { path, query } = call as {
    path?: Record<string, string>;
    query?: Record<string, unknown>;
  };
  const filled = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(path?.[name] ?? ''),
  );
  // Mini programs have no URLSearchParams.
  const search = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return search === '' ? filled : `${filled}?${search}`;
}
