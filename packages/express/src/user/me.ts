import type { Handler } from '../request/handler.ts';
import { toUserResponse } from './user-response.ts';

/** Tells who the token belongs to. */
export const me: Handler<'me'> = async ({ caller, request }) => ({
  user: toUserResponse(caller.user, request.publicPath),
});
