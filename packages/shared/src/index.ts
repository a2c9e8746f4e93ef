// The contract of this app: the login's routes and, in time, its own. The mini program and the server both import it. It
// imports no zod at run time.
import { routes as loginRoutes } from 'weapp-login';

export const routes = { ...loginRoutes };

export {
  type LoginResponse,
  looksEmpty,
  oldestBaseLibrary,
  type SessionSummary,
  type User,
} from 'weapp-login';
