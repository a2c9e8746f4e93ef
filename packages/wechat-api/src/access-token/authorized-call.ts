import type { Call, Request } from '../call.ts';
import { WechatError } from '../errors.ts';
import type { AccessTokens } from './access-tokens.ts';

/** WeChat's errcodes for an access_token that is wrong, killed, or expired. It has done nothing then. */
const deadToken: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/** Makes calls that need an access_token. Where WeChat refuses the token, they are repeated once with another. */
export function createAuthorizedCall(options: { call: Call; accessTokens: AccessTokens }): Call {
  const { call, accessTokens } = options;

  function attempt<Answer>(request: Request<Answer>, accessToken: string): Promise<Answer> {
    const query = { ...request.query, access_token: accessToken };
    return call({ ...request, query, secrets: [...request.secrets, accessToken] });
  }

  return async (request) => {
    const { accessToken } = await accessTokens.current();
    return attempt(request, accessToken).catch(async (error: unknown) => {
      if (!isDeadToken(error)) throw error;
      const other = await accessTokens.replace(accessToken);
      return attempt(request, other.accessToken);
    });
  };
}

const isDeadToken = (error: unknown) =>
  error instanceof WechatError &&
  error.failure.kind === 'rejected' &&
  deadToken.has(error.failure.errcode);
