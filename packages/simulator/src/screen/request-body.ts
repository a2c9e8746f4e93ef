/** Data of a GET in the URL, as the platform puts it there. */
export function urlWith(url: string, data: unknown): string {
  const query = typeof data === 'string' ? data : formOf(data);
  if (query === '') return url;
  const [bare, hash = ''] = url.split('#') as [string, string?];
  return `${bare}${bare.includes('?') ? '&' : '?'}${query}${hash && `#${hash}`}`;
}

/** A body as base64: text as it is, objects as JSON or as a form, by the content type. */
export function encodeBody(data: unknown, contentType: string): string | undefined {
  if (data === undefined || data === null) return undefined;
  // An ArrayBuffer of another window is none of this one's.
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]')
    return base64Of(new Uint8Array(data as ArrayBuffer));
  const text =
    typeof data === 'string'
      ? data
      : /x-www-form-urlencoded/i.test(contentType)
        ? formOf(data)
        : JSON.stringify(data);
  return base64Of(new TextEncoder().encode(text));
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

const formOf = (data: unknown): string =>
  Object.entries((data ?? {}) as object)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
    })
    .join('&');
