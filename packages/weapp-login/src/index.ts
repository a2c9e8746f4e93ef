// The entry for the mini program and any other client: plain data and types. It imports no zod at run time.
export { oldestBaseLibrary } from './base-library.ts';
export { looksEmpty } from './blank.ts';
export { type Limit, type LimitName, type LimitScope, type Limits, limits } from './limits.ts';
export {
  type InvalidPart,
  isProblemCode,
  type Problem,
  type ProblemCode,
  type ProblemDetails,
  ProblemError,
  problems,
  problemType,
} from './problem.ts';
export {
  commonProblems,
  pathOf,
  type Route,
  type RouteName,
  type RouteParameters,
  routes,
} from './routes.ts';
export type {
  LoginRequest,
  LoginResponse,
  MeResponse,
  OpenidRequest,
  OpenidResponse,
  PhoneRequest,
  ProfileRequest,
  RequestBody,
  ResponseBody,
  RouteQuery,
  SessionSummary,
  SessionsResponse,
  User,
  UserDataRequest,
  UserDataResponse,
} from './schemas.ts';
