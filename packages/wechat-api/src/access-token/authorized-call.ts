import type { ApiCall, ApiRequest } from '../api-call.ts';
import { WechatError } from '../errors.ts';
import type { AccessTokens } from './access-tokens.ts';

/** WeChat's errcodes for an access_token that is wrong, revoked or expired. The request was not processed. */
const deadToken: ReadonlySet<number> = new Set([40001, 40014, 42001]);

/** Creates a function for calls that need an access_token. If WeChat refuses the token, a call is retried once with another. */
export function createAuthorizedCall(options: {
  call: ApiCall;
  accessTokens: AccessTokens;
}): ApiCall {
  const { call, accessTokens } = options;

  function attempt<Answer>(request: ApiRequest<Answer>, accessToken: string): Promise<Answer> {
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
