import type { Handler } from '../request/handler.ts';
import { toUserResponse } from './user-response.ts';

/** Returns the user of the token. */
export const me: Handler<'me'> = async ({ caller, request }) => ({
  user: toUserResponse(caller.user, request.publicPath),
});
