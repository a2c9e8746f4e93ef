import axios, { type AxiosInstance } from 'axios';
import { createUndiciAdapter } from './undici/adapter.ts';
import { createDispatcher } from './undici/dispatcher.ts';

/** Many times the size of any response of WeChat's login API. */
const largestAnswerBytes = 64 * 1024;

/**
 * Creates the axios instance for WeChat. It resolves for every status, with the body as text, and never follows a redirect
 * or a proxy of the environment, because the URL carries the AppSecret.
 * @param options.connectTimeoutMs milliseconds
 */
export function createTransport(options: {
  baseUrl: string;
  connectTimeoutMs: number;
  proxyUrl: string | undefined;
}): AxiosInstance {
  const { baseUrl, connectTimeoutMs, proxyUrl } = options;
  return axios.create({
    baseURL: baseUrl,
    allowAbsoluteUrls: false,
    adapter: createUndiciAdapter(createDispatcher({ connectTimeoutMs, proxyUrl })),
    maxRedirects: 0,
    proxy: false,
    maxContentLength: largestAnswerBytes,
    responseType: 'text',
    transformResponse: (body: string) => body,
    validateStatus: () => true,
  });
}
