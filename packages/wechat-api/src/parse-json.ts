/** A string of JSON, up to the end where it isn't closed. */
const jsonString = /"(?:[^"\\]|\\[\s\S]?)*(?:"|$)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escapeOrControl = /\\[\s\S]|[\u0000-\u001f]/g;

/**
 * Parses JSON whose strings may hold raw control characters, which JSON requires to be escaped and WeChat sends as they
 * are, for instance in a nickname. Undefined where it is not JSON otherwise.
 *
 * The error of JSON.parse is dropped: it quotes the text, which may hold a session_key.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(jsonString, escapeControls));
  } catch {
    return undefined;
  }
}

const escapeControls = (string: string) =>
  string.replace(escapeOrControl, (found) =>
    found.length > 1 ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
