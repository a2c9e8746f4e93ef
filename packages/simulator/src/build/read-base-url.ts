/** How the mini program's build receives the server's address in the `develop` version. */
export const baseUrlVariable = 'API_BASE_URL_DEVELOP';

/**
 * An address as the mini program puts paths after it: without a slash at its end.
 * @throws Error that names the variable, if it is not an http or https address
 */
export function readBaseUrl(text: string): string {
  const isAddress = /^https?:\/\//.test(text) && URL.canParse(text) && !/[?#\s]/.test(text);
  if (!isAddress)
    throw new Error(`${baseUrlVariable} must be an address such as http://192.168.1.20:2020`);
  return text.replace(/\/+$/, '');
}
