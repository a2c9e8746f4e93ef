// The entry for the mini program and any other client: plain data and types. It imports no zod at run time.
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
export { commonProblems, type Route, type RouteName, routes } from './routes.ts';
export type {
  LoginRequest,
  LoginResponse,
  MeResponse,
  OpenidRequest,
  OpenidResponse,
  RequestBody,
  ResponseBody,
  User,
} from './schemas.ts';
