import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { errors } from 'undici';

/**
 * How far a call got before it failed:
 * - `unsent`: no byte was written
 * - `closed`: it was written to a reused connection that the server closed before a byte came back (the keep-alive race)
 * - `sent`: the server may have processed it
 * - `answered`: a response began to arrive
 */
export type CallStage = 'unsent' | 'closed' | 'sent' | 'answered';

/** The value of `request` in errors and responses. It holds nothing of the request itself, which may be secret. */
export interface UndiciCall {
  stage: CallStage;
}

/** Maps undici's codes to those of Node and of axios's own adapter. */
const codes: Readonly<Record<string, string>> = {
  UND_ERR_ABORTED: AxiosError.ERR_NETWORK,
  UND_ERR_CONNECT_TIMEOUT: AxiosError.ETIMEDOUT,
  UND_ERR_SOCKET: 'ECONNRESET',
};

/** Converts a failure of undici to an axios error and updates the stage of the call. */
export function readFailure(
  error: Error,
  config: InternalAxiosRequestConfig,
  call: UndiciCall,
  response: AxiosResponse | undefined,
  proxied: boolean,
): AxiosError {
  if (response) return badResponse('stream has been aborted', response);
  if (call.stage === 'sent' && error instanceof errors.SocketError && error.socket?.bytesRead)
    call.stage = 'closed';
  return AxiosError.from(error, proxied ? codeBehindProxy(error) : codeOf(error), config, call);
}

/** Codes for failures of a proxy, which neither Node nor axios has. */
export const proxyCodes = {
  unreachable: 'ERR_PROXY_UNREACHABLE',
  auth: 'ERR_PROXY_AUTH',
  refused: 'ERR_PROXY_REFUSED',
} as const;

/** Behind a proxy these mean that the proxy itself can't be reached. */
const connectCodes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

const codeBehindProxy = (error: Error): string => {
  // undici reports the status only in the message of an AbortError.
  const [, status] = /^Proxy response \((\d+)\)/.exec(error.message) ?? [];
  if (status !== undefined) return status === '407' ? proxyCodes.auth : proxyCodes.refused;
  const code = codeOf(error);
  return connectCodes.includes(code) ? proxyCodes.unreachable : code;
};

const codeOf = (error: Error): string => {
  if (error instanceof errors.HTTPParserError) return AxiosError.ERR_BAD_RESPONSE;
  const code = 'code' in error ? String(error.code) : AxiosError.ERR_NETWORK;
  // Node's http client has one code for the many codes of OpenSSL.
  return code.startsWith('ERR_SSL_') ? 'EPROTO' : (codes[code] ?? code);
};

export function timeoutError(config: InternalAxiosRequestConfig, call: UndiciCall): AxiosError {
  return new AxiosError(
    config.timeoutErrorMessage ?? `timeout of ${config.timeout}ms exceeded`,
    config.transitional?.clarifyTimeoutError ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED,
    config,
    call,
  );
}

export function tooLarge(config: InternalAxiosRequestConfig, call: UndiciCall): AxiosError {
  return new AxiosError(
    `maxContentLength size of ${config.maxContentLength} exceeded`,
    AxiosError.ERR_BAD_RESPONSE,
    config,
    call,
  );
}

/** Creates the error for a response that is refused: for its status, its encoding, or because it ended early. */
export function badResponse(message: string, response: AxiosResponse): AxiosError {
  return new AxiosError(
    message,
    response.status >= 400 && response.status < 500
      ? AxiosError.ERR_BAD_REQUEST
      : AxiosError.ERR_BAD_RESPONSE,
    response.config as InternalAxiosRequestConfig,
    response.request,
    response,
  );
}
