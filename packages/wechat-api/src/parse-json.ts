/** A string of JSON, up to the end where it isn't closed. */
const jsonString = /"(?:[^"\\]|\\[\s\S]?)*(?:"|$)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them
const escapeOrControl = /\\[\s\S]|[\u0000-\u001f]/g;

/**
 * Parses JSON whose strings may contain unescaped control characters, which WeChat sends, for instance in a nickname.
 * Returns undefined for anything else that is not JSON.
 *
 * The error of JSON.parse is dropped because it quotes the text, which may contain a session_key.
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
