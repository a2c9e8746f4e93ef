import {
  isProblemCode,
  type PathOf,
  type Problem,
  ProblemError,
  pathOf,
  type QueryOf,
  type RequestBody,
  type ResponseBody,
  type RouteName,
  routes,
} from 'weapp-login';

type Routes = typeof routes;

/** Every route but those that take a form: the one for callers of the older contract, and the picture. */
export type CalledRoute = Exclude<RouteName, 'wechatlogin' | 'avatar'>;

/** Who or what a call is about: nothing for most routes, otherwise one value for each `:name` of the path. */
type Parameters<Name extends CalledRoute> = [keyof PathOf<(typeof routes)[Name]>] extends [never]
  ? { parameters?: undefined }
  : { parameters: PathOf<(typeof routes)[Name]> };

type Body<Name extends CalledRoute> =
  RequestBody<Name> extends undefined ? { body?: undefined } : { body: RequestBody<Name> };

type Token<Name extends CalledRoute> = Routes[Name]['auth'] extends 'bearer'
  ? { token: string }
  : { token?: undefined };

/** What a route needs beside its name. The compiler refuses a call that lacks something, or has too much. */
export type Call<Name extends CalledRoute> = Parameters<Name> &
  Body<Name> &
  Token<Name> & { query?: QueryOf<(typeof routes)[Name]>; signal?: AbortSignal };

/** Calls a route by its name, and resolves with its body. */
export type Client = <Name extends CalledRoute>(
  name: Name,
  call: Call<Name>,
) => Promise<ResponseBody<Name>>;

/**
 * A client of the API for any front end that has `fetch`. All that it knows of the API comes from the contract, so a
 * new route needs nothing here.
 *
 * @param options.baseUrl where the server is, without a slash at the end.
 * @returns a function that rejects with a ProblemError where the server answered with a problem, and with the error of
 *   `fetch` where no answer came.
 */
export function createClient(options: { baseUrl: string }): Client {
  return async (name, { parameters, query, body, token, signal }) => {
    const { method, status } = routes[name];
    const path = pathOf(routes[name], { path: parameters, query } as never);
    const response = await fetch(options.baseUrl + path, {
      method,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    if (response.status !== status) throw await problemOf(response);
    return status === 204 ? undefined : await response.json();
  };
}

async function problemOf(response: Response): Promise<Error> {
  const type = response.headers.get('content-type') ?? '';
  const problem: Problem | undefined = type.startsWith('application/problem+json')
    ? await response.json()
    : undefined;
  // A gateway may have answered in the server's place, and a newer server may know more codes.
  if (!isProblemCode(problem?.code))
    return new Error(`The server answered HTTP ${response.status}`);
  const { code, detail, errors, requestId } = problem;
  const retryAfter = response.headers.get('retry-after');
  return new ProblemError(code, {
    ...(detail && { detail }),
    ...(errors && { errors }),
    ...(requestId && { requestId }),
    ...(retryAfter && { retryAfter: Number(retryAfter) }),
  });
}
