import type { Handler } from '../http/handler.ts';
import { presentUser } from './present.ts';

/** Tells who the token belongs to. */
export const me: Handler<'me'> = async ({ caller }) => ({ user: presentUser(caller.user) });
