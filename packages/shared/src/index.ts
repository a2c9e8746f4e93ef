// The contract of this app: the login's routes and its own. The mini program and the server both import it. It imports no
// zod at run time; the schemas are in the entry ./schemas, for the server.
export {
  type LoginResponse,
  looksEmpty,
  oldestBaseLibrary,
  type SessionSummary,
  type User,
} from 'weapp-login';
export { ownRoutes, routes } from './routes.ts';
export type { Order } from './schemas.ts';
