import { XMLParser } from 'fast-xml-parser';
import { parseJson } from '../parse-json.ts';
import { MessagePushError } from './errors.ts';

/** The members of a message that are text or numbers, each as text. Others, such as lists, are left out. */
export type PushedMessage = ReadonlyMap<string, string>;

/** No entity is replaced, not even `&amp;`: WeChat writes its texts as CDATA, and an entity can only be an attack. */
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  processEntities: false,
  parseTagValue: false,
});

/**
 * Parses a message in either data format (数据格式): XML begins with `<`, everything else is JSON.
 * @throws {MessagePushError} `malformed`
 */
export function parseMessage(text: string): PushedMessage {
  const content = text.replace(/^\uFEFF/, '').trimStart();
  const members = content.startsWith('<') ? parseXml(content) : parseJson(content);
  if (typeof members !== 'object' || members === null || Array.isArray(members))
    throw new MessagePushError('malformed');
  return new Map(
    Object.entries(members).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
}

function parseXml(text: string): unknown {
  if (hasDeclarations(text)) throw new MessagePushError('malformed');
  try {
    return parser.parse(text, true).xml;
  } catch {
    // The parser's errors quote what they stumble over.
    throw new MessagePushError('malformed');
  }
}

/** Whether anything outside CDATA begins with `<!`: a DOCTYPE, which is where entities are declared, or a comment. */
function hasDeclarations(text: string): boolean {
  for (let at = text.indexOf('<!'); at >= 0; ) {
    if (!text.startsWith('<![CDATA[', at)) return true;
    const end = text.indexOf(']]>', at);
    if (end < 0) return true;
    at = text.indexOf('<!', end);
  }
  return false;
}
