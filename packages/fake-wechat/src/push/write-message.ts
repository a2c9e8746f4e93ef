/** The members of a message. Numbers stay numbers in both formats. */
export type MessageMembers = Readonly<Record<string, string | number>>;

/** Writes a message in one of the two data formats of the console (数据格式). */
export function writeMessage(members: MessageMembers, format: 'json' | 'xml'): string {
  if (format === 'json') return JSON.stringify(members);
  const lines = Object.entries(members).map(([name, value]) =>
    typeof value === 'number'
      ? `  <${name}>${value}</${name}>`
      : `  <${name}><![CDATA[${value}]]></${name}>`,
  );
  return `<xml>\n${lines.join('\n')}\n</xml>`;
}
