import {
  Axios,
  type AxiosAdapter,
  type AxiosError,
  AxiosHeaders,
  type AxiosRequestConfig,
  type AxiosResponse,
  CanceledError,
  type InternalAxiosRequestConfig,
} from 'axios';
import { type Dispatcher, ProxyAgent } from 'undici';
import { badResponse, readFailure, timeoutError, tooLarge, type UndiciCall } from './errors.ts';
import { assertSupported } from './options.ts';

/**
 * Creates an axios adapter that sends through undici, for a fraction of the CPU time of Node's http client. Interface,
 * errors, error codes, interceptors and limits are those of axios. It is made for JSON APIs: an unsupported option is
 * refused with ERR_NOT_SUPPORT, redirects aren't followed, the proxy is set on the dispatcher, a compressed response is
 * refused, and `timeout` (milliseconds) covers the whole call. `error.request` is an `UndiciCall`.
 * docs/decisions/0006-axios-over-undici.md says what an upgrade of axios or undici could break.
 */
export const createUndiciAdapter =
  (dispatcher: Dispatcher): AxiosAdapter =>
  (config) =>
    new Promise((resolve, reject) => {
      assertSupported(config);
      const request = toRequest(config);
      const call: UndiciCall = { stage: 'unsent' };
      const { signal, timeout, maxContentLength = -1, validateStatus } = config;
      const chunks: Buffer[] = [];
      let size = 0;
      let response: AxiosResponse | undefined;
      let controller: Dispatcher.DispatchController | undefined;
      let failure: AxiosError | undefined;

      const fail = (error: AxiosError) => {
        if (failure) return;
        failure = error;
        release();
        reject(error);
        controller?.abort(error);
      };
      const cancel = () => fail(new CanceledError(undefined, config, call));
      const timer = timeout
        ? setTimeout(() => fail(timeoutError(config, call)), timeout)
        : undefined;
      signal?.addEventListener?.('abort', cancel);
      const release = () => {
        clearTimeout(timer);
        signal?.removeEventListener?.('abort', cancel);
      };

      dispatcher.dispatch(request, {
        onRequestStart(started) {
          controller = started;
          // A call that was aborted while it waited for a connection must not be sent.
          if (failure) started.abort(failure);
          else call.stage = 'sent';
        },
        onResponseStarted() {
          call.stage = 'answered';
        },
        onResponseStart(_, status, headers, statusText = '') {
          response = {
            status,
            statusText,
            headers: new AxiosHeaders(headers as Record<string, string>),
            config,
            request: call,
            data: undefined,
          };
          const encoding = headers['content-encoding'] ?? 'identity';
          if (encoding !== 'identity')
            fail(badResponse(`the content encoding ${encoding} is not supported`, response));
        },
        onResponseData(_, chunk) {
          chunks.push(chunk);
          size += chunk.length;
          if (maxContentLength > -1 && size > maxContentLength) fail(tooLarge(config, call));
        },
        onResponseEnd() {
          release();
          if (!response) return;
          response.data = readBody(chunks, config.responseType);
          if (!validateStatus || validateStatus(response.status)) resolve(response);
          else reject(badResponse(`Request failed with status code ${response.status}`, response));
        },
        onResponseError(_, error) {
          fail(readFailure(error, config, call, response, dispatcher instanceof ProxyAgent));
        },
      });
    });

/** Builds URLs; it has no defaults of its own. */
const addresses = new Axios({});

const toRequest = (config: InternalAxiosRequestConfig): Dispatcher.DispatchOptions => {
  const { baseURL, url, allowAbsoluteUrls, params, paramsSerializer } = config;
  // Only what a URL needs, because axios would merge the rest too.
  const parts = { baseURL, url, allowAbsoluteUrls, params, paramsSerializer } as AxiosRequestConfig;
  const address = addresses.getUri(parts);
  const { origin, pathname, search } = new URL(address);
  const { data, headers, method = 'get' } = config;
  headers.set('Accept-Encoding', 'identity', false);
  return {
    origin,
    path: pathname + search,
    method: method.toUpperCase() as Dispatcher.HttpMethod,
    headers: headers.toJSON() as Record<string, string>,
    body: data instanceof ArrayBuffer ? new Uint8Array(data) : data,
  };
};

const readBody = (chunks: Buffer[], responseType: string | undefined): Buffer | string => {
  const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  return responseType === 'arraybuffer' ? body : body.toString().replace(/^\uFEFF/, '');
};
