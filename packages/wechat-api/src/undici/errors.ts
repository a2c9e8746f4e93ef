import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { errors } from 'undici';

/**
 * How far a call came when it failed:
 * - `unsent`: no byte of it was written, and none will be
 * - `closed`: it was written to a connection that had served before and that the other side closed before a byte came
 *   back: the race between the idle limit of a server and its client
 * - `sent`: the other side may have acted on it
 * - `answered`: an answer began to arrive
 */
export type CallStage = 'unsent' | 'closed' | 'sent' | 'answered';

/** What `request` holds in errors and responses. It carries nothing of the request itself, which may be secret. */
export interface UndiciCall {
  stage: CallStage;
}

/** The codes of Node and of axios's own adapter for what undici has codes of its own for. */
const codes: Readonly<Record<string, string>> = {
  UND_ERR_ABORTED: AxiosError.ERR_NETWORK,
  UND_ERR_CONNECT_TIMEOUT: AxiosError.ETIMEDOUT,
  UND_ERR_SOCKET: 'ECONNRESET',
};

/** What a failure of undici is in axios's terms; the call's stage is brought up to date. */
export const readFailure = (
  error: Error,
  config: InternalAxiosRequestConfig,
  call: UndiciCall,
  response: AxiosResponse | undefined,
  proxied: boolean,
): AxiosError => {
  if (response) return badResponse('stream has been aborted', response);
  if (call.stage === 'sent' && error instanceof errors.SocketError && error.socket?.bytesRead)
    call.stage = 'closed';
  return AxiosError.from(error, proxied ? codeBehindProxy(error) : codeOf(error), config, call);
};

/** Codes for what a proxy does, which neither Node nor axios has. */
export const proxyCodes = {
  unreachable: 'ERR_PROXY_UNREACHABLE',
  auth: 'ERR_PROXY_AUTH',
  refused: 'ERR_PROXY_REFUSED',
} as const;

/** Connections are made to the proxy only, which looks up the name of the server and connects there. */
const connectCodes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

const codeBehindProxy = (error: Error): string => {
  // undici says it in the message of an AbortError and nowhere else.
  const [, status] = /^Proxy response \((\d+)\)/.exec(error.message) ?? [];
  if (status !== undefined) return status === '407' ? proxyCodes.auth : proxyCodes.refused;
  const code = codeOf(error);
  return connectCodes.includes(code) ? proxyCodes.unreachable : code;
};

const codeOf = (error: Error): string => {
  if (error instanceof errors.HTTPParserError) return AxiosError.ERR_BAD_RESPONSE;
  const code = 'code' in error ? String(error.code) : AxiosError.ERR_NETWORK;
  // Node's http client has one code for what OpenSSL has many of.
  return code.startsWith('ERR_SSL_') ? 'EPROTO' : (codes[code] ?? code);
};

export const timeoutError = (config: InternalAxiosRequestConfig, call: UndiciCall): AxiosError =>
  new AxiosError(
    config.timeoutErrorMessage ?? `timeout of ${config.timeout}ms exceeded`,
    config.transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED,
    config,
    call,
  );

export const tooLarge = (config: InternalAxiosRequestConfig, call: UndiciCall): AxiosError =>
  new AxiosError(
    `maxContentLength size of ${config.maxContentLength} exceeded`,
    AxiosError.ERR_BAD_RESPONSE,
    config,
    call,
  );

/** An answer that came and can't be taken: for its status, its encoding, or because it broke off. */
export const badResponse = (message: string, response: AxiosResponse): AxiosError =>
  new AxiosError(
    message,
    response.status >= 400 && response.status < 500
      ? AxiosError.ERR_BAD_REQUEST
      : AxiosError.ERR_BAD_RESPONSE,
    response.config as InternalAxiosRequestConfig,
    response.request,
    response,
  );
