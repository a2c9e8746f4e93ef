// The contract for any client and server: plain data and types. It imports no zod at run time.
export { avatarFile } from './avatar-file.ts';
export { oldestBaseLibrary } from './base-library.ts';
export { looksEmpty } from './blank.ts';
export {
  bodyMaxBytes,
  type DefinedRoutes,
  defineRoutes,
  type HeaderOf,
  type ParameterPlace,
  type PathOf,
  type QueryOf,
  type RequestOf,
  type ResponseOf,
  type Route,
  type RouteBody,
  type RouteFile,
  type Routes,
  type Schemas,
  type TypedRoute,
} from './define-routes.ts';
export {
  type Limit,
  type LimitName,
  type LimitScope,
  type Limits,
  limits,
  type RouteLimit,
} from './limits.ts';
export {
  defineProblems,
  type InvalidPart,
  isCodeOf,
  isProblemCode,
  type Problem,
  type ProblemCode,
  type ProblemDetails,
  ProblemError,
  type ProblemRow,
  type Problems,
  problems,
  problemType,
} from './problem.ts';
export { type Call, type Caller, pathOf, type TokenPart } from './route-call.ts';
export {
  commonProblems,
  problemsOf,
  type RequestBody,
  type ResponseBody,
  type RouteName,
  routes,
} from './routes.ts';
export type {
  ExportResponse,
  LoginRequest,
  LoginResponse,
  MeResponse,
  OpenidRequest,
  OpenidResponse,
  PhoneRequest,
  ProfileRequest,
  SessionSummary,
  SessionsResponse,
  User,
  UserDataRequest,
  UserDataResponse,
} from './schemas.ts';
