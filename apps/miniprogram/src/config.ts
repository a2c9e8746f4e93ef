import type { EnvVersion } from 'weapp-login/wx';

/** Set by the build from the environment variable of the same name. */
declare const API_BASE_URL_DEVELOP: string;

/**
 * Where the server is. `trial` and `release` need an https address of a domain that is registered as a request domain
 * for the AppID: put yours in place of the two placeholders.
 */
const baseUrls: Readonly<Record<EnvVersion, string>> = {
  develop: API_BASE_URL_DEVELOP,
  trial: 'https://replace-me.example',
  release: 'https://replace-me.example',
};

/**
 * Returns the base URL for a version of the mini program, or undefined while its placeholder stands. Names under `.example`
 * never resolve (RFC 2606), so no real server can be mistaken for one.
 */
export function baseUrlFor(envVersion: EnvVersion): string | undefined {
  // A path is put after it.
  const baseUrl = baseUrls[envVersion].replace(/\/+$/, '');
  return baseUrl.endsWith('.example') ? undefined : baseUrl;
}
