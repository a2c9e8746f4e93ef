import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { answerUrlCheck } from '@weapp-login/wechat-api';
import fc from 'fast-check';
import { runServer } from '../run-server.ts';

const { appId, messageToken: token = '', encodingAesKey = '' } = touristApp;
/** Declared as an entity: if it appears in a response or a log, an entity was expanded. */
const expanded = 'eXpAnDeD';
const atOnce = 32;

export interface MessageFuzzResult {
  sent: number;
  statuses: Record<string, number>;
  faults: string[];
  /** Of the server at the end. MB. */
  memory: number;
}

const sign = (...parts: string[]) =>
  createHash('sha1')
    .update([token, ...parts].sort().join(''))
    .digest('hex');

function encrypt(text: Buffer, id: string, cut: number): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Math.max(0, text.length + cut));
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(id)]);
  const padding = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]).toString('base64');
}

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '',
    '\0',
    '&e;',
    '&#x41;',
    ']]>',
    '<!--',
    '\ud83c',
    '__proto__',
    '8,6',
    '9'.repeat(40),
  ),
);
const event = fc.constantFrom(
  'user_info_modified',
  'user_authorization_revoke',
  'user_authorization_cancellation',
  'debug_demo',
  'toString',
);
const members = fc.record(
  {
    MsgType: fc.constantFrom('event', 'Event', 'text', ''),
    Event: fc.oneof(event, word),
    OpenID: fc.oneof(fc.constant('oFuzz'), word),
    AppID: fc.constantFrom(appId, 'wx00', ''),
    RevokeInfo: fc.oneof(fc.constantFrom('6', '8', '19', '20', '6,8'), word),
    CreateTime: fc.oneof(fc.nat(), word),
    more: fc.oneof(word, fc.array(fc.nat(), { maxLength: 3 }), fc.jsonValue({ maxDepth: 2 })),
  },
  { requiredKeys: [] },
);
const entity = `<!DOCTYPE xml [<!ENTITY e "${expanded}">]>`;
const bomb = `<!DOCTYPE xml [<!ENTITY a "${expanded}">${'bcdefghi'
  .split('')
  .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`)
  .join('')}]><xml><Event>&i;</Event></xml>`;
const toXml = (given: object) =>
  `<xml>${Object.entries(given)
    .map(([name, value]) => {
      // A generated object may have a member `toString`.
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `<${name}><![CDATA[${text}]]></${name}>`;
    })
    .join('')}</xml>`;
const message = fc.oneof(
  members.map((given) => JSON.stringify(given)),
  members.map(toXml),
  members.map((given) => `${entity}${toXml(given).replace('<xml>', '<xml><Event>&e;</Event>')}`),
  fc.constant(bomb),
  fc.nat(2_000).map((depth) => `${'<xml>'.repeat(depth)}${'</xml>'.repeat(depth)}`),
  fc.nat(4_000).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
  word,
  fc.string({ unit: 'binary', maxLength: 2_000 }),
);
const request = fc.record({
  message,
  mode: fc.constantFrom('plain', 'secure', 'secure', 'secure', 'xml'),
  signed: fc.constantFrom(true, true, true, false),
  id: fc.constantFrom(appId, appId, appId, 'wx00', ''),
  cut: fc.constantFrom(0, 0, 0, 0, 1, -3, 1_000_000, -1_000_000),
  nonce: fc.oneof(fc.string({ unit: 'grapheme-ascii', maxLength: 12 }), word),
  late: fc.constantFrom(0, 0, 0, -1e6, 1e9),
  method: fc.constantFrom('POST', 'POST', 'POST', 'POST', 'GET', 'PUT'),
  damage: fc.constantFrom(0, 0, 0, 1),
});

type Generated = typeof request extends fc.Arbitrary<infer Value> ? Value : never;

function build({ message, mode, signed, id, cut, nonce, late, damage }: Generated) {
  const timestamp = String(Math.floor(Date.now() / 1000) + late);
  const query = new URLSearchParams({ timestamp, nonce, echostr: 'fuzz' });
  const nonceAsSent = query.get('nonce') ?? '';
  const wrong = 'f'.repeat(40);
  query.set('signature', signed ? sign(timestamp, nonceAsSent) : wrong);
  if (mode === 'plain') return { query, body: message };
  const sealed = encrypt(Buffer.from(message), id, cut);
  const Encrypt = damage ? sealed.slice(0, -7) : sealed;
  query.set('msg_signature', signed ? sign(timestamp, nonceAsSent, Encrypt) : wrong);
  const body =
    mode === 'xml' ? toXml({ ToUserName: 'gh_x', Encrypt }) : JSON.stringify({ Encrypt });
  return { query, body };
}

/**
 * Sends generated messages, most of them properly signed, to the push address of a server process of its own.
 * @param options.count how many
 * @param options.seed the same seed generates the same messages
 */
export async function fuzzMessages(options: {
  count: number;
  seed: number;
  progress?: (sent: number) => void;
}): Promise<MessageFuzzResult> {
  const { count, seed, progress } = options;
  const fake = await startFakeWechat();
  const server = runServer(['--max-old-space-size=80', 'dist/main.js'], {
    WECHAT_API_URL: fake.url,
  });
  const url = await server.listening();
  const result: MessageFuzzResult = { sent: 0, statuses: {}, faults: [], memory: 0 };
  const batch = 1_000;
  for (let from = 0; from < count && result.faults.length < 20; from += batch) {
    const size = Math.min(batch, count - from);
    const requests = fc.sample(request, { numRuns: size, seed: seed + from });
    let next = 0;
    const worker = async () => {
      while (next < requests.length) {
        const generated = requests[next++] as Generated;
        const { query, body } = build(generated);
        const { method } = generated;
        const response = await fetch(`${url}/wechat/messages?${query}`, {
          method,
          ...(method !== 'GET' && { body }),
        });
        const text = await response.text();
        result.sent += 1;
        result.statuses[response.status] = (result.statuses[response.status] ?? 0) + 1;
        const fault = (what: string) =>
          result.faults.push(`${what}: ${JSON.stringify(generated).slice(0, 400)}`);
        if (response.status >= 500) fault(`answered ${response.status}`);
        if (text.includes(expanded)) fault('an entity came back');
        if (text.includes(token) || text.includes(encodingAesKey)) fault('a secret came back');
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    progress?.(result.sent);
  }
  const metrics = await (await fetch(`${url}/metrics`)).text();
  result.memory = Math.round(
    Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]) / 1e6,
  );
  server.stop('SIGTERM');
  const [code, signal] = await server.ended();
  const { stdout, stderr } = server.output;
  if (code !== 0) result.faults.push(`the server ended with ${code ?? signal}`);
  if (stderr) result.faults.push(`the server wrote to stderr: ${stderr.slice(0, 2_000)}`);
  for (const [what, text] of Object.entries({ Token: token, EncodingAESKey: encodingAesKey }))
    if (stdout.includes(text)) result.faults.push(`the log has the ${what}`);
  if (stdout.includes(expanded)) result.faults.push('the log has an expanded entity');
  if (/"level":"(error|fatal)"/.test(stdout)) result.faults.push('the log has an error');
  await fake.close();
  return result;
}

/**
 * Measures how long a wrong signature takes that differs in its first character, and one that differs in its last.
 * @returns medians in nanoseconds, taken in turn so that the machine's other load falls on both
 */
export function measureSignature(rounds: number): { first: number; last: number } {
  const [timestamp, nonce] = ['1714036504', '1514711492'];
  const right = sign(timestamp, nonce);
  const flip = (at: number) =>
    `${right.slice(0, at)}${right[at] === '0' ? '1' : '0'}${right.slice(at + 1)}`;
  const queries = [flip(0), flip(39)].map((signature) => ({ signature, timestamp, nonce }));
  const apps = [{ appId, token }];
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1)
    for (const [at, query] of queries.entries()) {
      const startedAt = performance.now();
      for (let n = 0; n < 50; n += 1) answerUrlCheck(query, apps);
      times[at as 0 | 1].push(((performance.now() - startedAt) * 1e6) / 50);
    }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return { first: Math.round(median(times[0])), last: Math.round(median(times[1])) };
}
