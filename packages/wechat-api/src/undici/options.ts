import { AxiosError, type InternalAxiosRequestConfig } from 'axios';

type Supported = (value: unknown) => boolean;
const unset: Supported = (value) => value === undefined;
const oneOf =
  (...values: unknown[]): Supported =>
  (value) =>
    values.includes(value);

/** The values that the adapter supports, for the options that it does not implement in full. */
const supported = {
  data: (value) =>
    value == null ||
    typeof value === 'string' ||
    value instanceof Uint8Array ||
    value instanceof ArrayBuffer,
  maxRedirects: oneOf(0),
  proxy: oneOf(false),
  responseType: oneOf(undefined, 'text', 'json', 'arraybuffer'),
  responseEncoding: oneOf(undefined, 'utf8'),
  maxBodyLength: oneOf(undefined, -1, Number.POSITIVE_INFINITY),
  auth: unset,
  beforeRedirect: unset,
  cancelToken: unset,
  httpAgent: unset,
  httpsAgent: unset,
  httpVersion: oneOf(undefined, 1),
  lookup: unset,
  maxRate: unset,
  onDownloadProgress: unset,
  onUploadProgress: unset,
  socketPath: unset,
  transport: unset,
} satisfies Partial<Record<keyof InternalAxiosRequestConfig, Supported>>;

const checks = Object.entries(supported) as [keyof typeof supported, Supported][];

/**
 * Throws if an option would be ignored.
 * @throws {AxiosError} ERR_NOT_SUPPORT, with the option's name
 */
export function assertSupported(config: InternalAxiosRequestConfig): void {
  for (const [option, isSupported] of checks)
    if (!isSupported(config[option]))
      throw new AxiosError(`this ${option} is not supported`, AxiosError.ERR_NOT_SUPPORT, config);
}
