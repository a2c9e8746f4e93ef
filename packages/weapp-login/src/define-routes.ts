import type { z } from 'zod';
import type { RouteLimit } from './limits.ts';
import type { ProblemCode } from './problem.ts';

/** Where a request has what is not in its body, in OpenAPI's words. */
export type ParameterPlace = 'path' | 'query' | 'header';

/** The file of a form. */
export interface RouteFile {
  /** The field that holds it. */
  readonly field: string;
  readonly maxBytes: number;
  readonly contentTypes: readonly string[];
}

/** How a route takes its body. A form with a file (multipart/form-data) has short text fields beside it at most. */
export type RouteBody =
  | { readonly type: 'json' | 'form'; readonly maxBytes?: number }
  | { readonly type: 'multipart'; readonly file: RouteFile };

/** The largest body of a route that names no other size, in bytes, and the most that a form may have around its file. */
export const bodyMaxBytes = 16 * 1024;

/**
 * How a route looks over HTTP.
 * @typeParam Code the problem codes that it may name
 */
export interface Route<Code extends string = string> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for each parameter. */
  readonly path: string;
  /** `bearer`: the request needs `Authorization: Bearer <token>`. */
  readonly auth: 'none' | 'bearer';
  /** The status of success; 204 has no body. */
  readonly status: 200 | 201 | 204;
  /** Absent where the route takes no body. */
  readonly body?: RouteBody | undefined;
  /** The route's own problems, beside those that follow from the rest of the row ({@link problemsOf}). */
  readonly problems: readonly Code[];
  /** Absent where requests are not counted. */
  readonly limit?: RouteLimit | undefined;
}

/** Routes by name. */
export type Routes = Readonly<Record<string, Route>>;

/** What a module of schemas exports: for each route its bodies, and what it takes beside them. */
export interface Schemas {
  readonly bodies: Readonly<
    Record<string, { readonly request: z.ZodType; readonly response: z.ZodType }>
  >;
  readonly parameters?: Readonly<
    Record<string, { readonly [Place in ParameterPlace]?: z.ZodObject }>
  >;
}

declare const types: unique symbol;

/** What a caller of a route sends and receives. It exists for the compiler only. */
interface Types {
  request: unknown;
  response: unknown;
  query: object;
  header: object;
}

/** A route together with the types of its schemas. */
export interface TypedRoute<T extends Types = Types> extends Route {
  readonly [types]?: T;
}

type None = Record<never, never>;

type ParameterInput<S extends Schemas, Name, Place extends ParameterPlace> = S extends {
  parameters: infer All;
}
  ? Name extends keyof All
    ? All[Name] extends Record<Place, infer Schema extends z.ZodType>
      ? z.input<Schema>
      : None
    : None
  : None;

type TypesIn<S extends Schemas, Name extends keyof S['bodies']> = {
  request: z.input<S['bodies'][Name]['request']>;
  response: z.output<S['bodies'][Name]['response']>;
  query: ParameterInput<S, Name, 'query'>;
  header: ParameterInput<S, Name, 'header'>;
};

/** What a row leaves out, so that it can be read from any row. */
type Absent<Row> = {
  readonly [Key in Exclude<'body' | 'limit', keyof Row>]?: undefined;
};

/** Rows with the types of their schemas. */
export type DefinedRoutes<S extends Schemas, Rows> = {
  readonly [Name in keyof Rows & keyof S['bodies']]: Rows[Name] &
    Absent<Rows[Name]> & { readonly [types]?: TypesIn<S, Name> };
};

/**
 * Returns a function that types rows of routes by their schemas, one row per schema. The schemas are passed as a type, so a mini
 * program that imports the routes doesn't bundle zod.
 *
 * @typeParam S a module with `bodies`, and `parameters` where a route has any
 * @typeParam OwnCode the problem codes of {@link defineProblems} that the rows name
 * @example
 * ```ts
 * import type * as schemas from './schemas.ts';
 *
 * const ownRoutes = defineRoutes<typeof schemas>()({
 *   orders: { method: 'GET', path: '/orders', auth: 'bearer', status: 200, problems: [] },
 * });
 * ```
 */
export function defineRoutes<S extends Schemas, OwnCode extends string = never>(): <
  const Rows extends { readonly [Name in keyof S['bodies']]: Route<ProblemCode | OwnCode> },
>(
  rows: Rows & { readonly [Name in Exclude<keyof Rows, keyof S['bodies']>]: never },
) => DefinedRoutes<S, Rows> {
  return (rows) => rows as never;
}

type TypesOf<R> = R extends { readonly [types]?: infer T } ? NonNullable<T> : never;

/** What the caller of a route sends as its body. */
export type RequestOf<R> = TypesOf<R> extends { request: infer T } ? T : never;
/** What a route answers with. */
export type ResponseOf<R> = TypesOf<R> extends { response: infer T } ? T : never;
/** What a route takes in its query. */
export type QueryOf<R> = TypesOf<R> extends { query: infer T extends object } ? T : None;
/** What a route takes in its headers, whose names are in lower case. */
export type HeaderOf<R> = TypesOf<R> extends { header: infer T extends object } ? T : None;

/** Any name, where the path itself is not known. */
type ParameterName<Path extends string> = string extends Path
  ? string
  : Path extends `${string}:${infer Name}/${infer Rest}`
    ? Name | ParameterName<`/${Rest}`>
    : Path extends `${string}:${infer Name}`
      ? Name
      : never;

/** One value for each `:name` in the path of a route. */
export type PathOf<R extends Route> = Record<ParameterName<R['path']>, string>;
