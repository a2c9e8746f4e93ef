import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import { limitConnecting } from './connection-guard.ts';

/** Many times the size of any answer of WeChat's login API. */
const largestAnswerBytes = 64 * 1024;

/**
 * Idle connections are closed after this, before WeChat or a gateway on the way tends to: a request that meets a
 * connection just closed is lost, and can't be repeated.
 */
const idleConnectionMs = 15_000;

/**
 * The axios instance for WeChat. It hands over every status and the body as text, and never follows a redirect or a
 * proxy of the environment, because the URL carries the AppSecret.
 * @param options.connectTimeoutMs milliseconds
 */
export function createTransport(options: {
  baseUrl: string;
  connectTimeoutMs: number;
}): AxiosInstance {
  const { baseUrl, connectTimeoutMs } = options;
  const pooled = { keepAlive: true, timeout: idleConnectionMs };
  return axios.create({
    baseURL: baseUrl,
    allowAbsoluteUrls: false,
    httpAgent: limitConnecting(new http.Agent(pooled), connectTimeoutMs, 'connect'),
    httpsAgent: limitConnecting(new https.Agent(pooled), connectTimeoutMs, 'secureConnect'),
    maxRedirects: 0,
    proxy: false,
    maxContentLength: largestAnswerBytes,
    responseType: 'text',
    transformResponse: (body: string) => body,
    validateStatus: () => true,
  });
}
