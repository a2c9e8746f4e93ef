import { connect } from 'node:net';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import fc from 'fast-check';
import { problemSchema } from 'weapp-login/schemas';
import { runServer } from '../run-server.ts';
import { anyRequest, canary, type Generated } from './requests.ts';

export interface FuzzResult {
  sent: number;
  /** How many answers there were of each status; 0 is a connection that was closed without one. */
  statuses: Record<string, number>;
  /** What must not be, each with the request that brought it about. */
  faults: string[];
  /** Of the server: a tenth of the way in, and at the end. MB. */
  memory: number[];
}

const atOnce = 48;
const batch = 250;
/** Longer than anything here takes. */
const patienceMs = 20_000;
const quietMs = 40;

/**
 * Sends generated requests to a server process of its own, and looks at every answer and at the whole log.
 * @param options.count how many
 * @param options.seed the same seed generates the same requests
 * @param options.progress called with the number sent
 */
export async function fuzz(options: {
  count: number;
  seed: number;
  progress?: (sent: number) => void;
}): Promise<FuzzResult> {
  const { count, seed, progress } = options;
  const fake = await startFakeWechat();
  // So little memory that what a request leaves behind would end the process.
  const server = runServer(['--max-old-space-size=80', 'dist/main.js'], {
    WECHAT_API_URL: fake.url,
  });
  const url = await server.listening();
  const result: FuzzResult = { sent: 0, statuses: {}, faults: [], memory: [] };
  const secrets = [canary, touristApp.appSecret];
  const logIn = async () => {
    const code = fake.issueCode({ personId: 'dawei', appId: touristApp.appId });
    const response = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    const { token } = (await response.json()) as { token: string };
    secrets.push(code, token);
    return token;
  };
  const fault = (what: string, bytes: Buffer) =>
    result.faults.push(`${what}: ${JSON.stringify(bytes.toString('latin1').slice(0, 400))}`);

  async function tryOne({ bytes, isHttp }: Generated) {
    const answer = await exchange(url, { bytes, isHttp });
    result.sent++;
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
    if (status >= 500) fault(`answered ${status}`, bytes);
    if (isHttp && status === 0) fault('not answered', bytes);
    if (answer.includes(canary)) fault('a secret came back', bytes);
    if (answer.includes(touristApp.appSecret)) fault('the AppSecret came back', bytes);
    if (isHttp && status >= 400) checkProblem(answer, bytes);
  }
  function checkProblem(answer: string, bytes: Buffer) {
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    // Node refuses by itself what it can't read, and says no more than that. HEAD has no body.
    if (!/^content-type: application\/problem\+json/im.test(head)) {
      if (!/^HTTP\/1\.1 (400|417|431) /.test(head)) fault('no problem', bytes);
    } else if (body !== '' && !problemSchema.safeParse(parse(body)).success)
      fault('not a proper problem', bytes);
  }

  for (let from = 0; from < count && result.faults.length < 20; from += batch) {
    // Of the last one, some request may have ended the session.
    const token = await logIn();
    const size = Math.min(batch, count - from);
    const requests = fc.sample(anyRequest(token), { numRuns: size, seed: seed + from });
    let next = 0;
    const worker = async () => {
      while (next < requests.length) await tryOne(requests[next++] as Generated);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    progress?.(result.sent);
    if (from === Math.floor(count / 10 / batch) * batch) result.memory.push(await memoryOf(url));
  }
  result.memory.push(await memoryOf(url));

  const me = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${await logIn()}` } });
  if (me.status !== 200) result.faults.push(`after all that, /me answers ${me.status}`);
  server.stop('SIGTERM');
  const [code, signal] = await server.ended();
  if (code !== 0) result.faults.push(`the server ended with ${code ?? signal}`);
  const { stdout, stderr } = server.output;
  if (stderr) result.faults.push(`the server wrote to stderr: ${stderr.slice(0, 2_000)}`);
  secrets.push(fake.sessionKeyOf({ personId: 'dawei', appId: touristApp.appId }) ?? '');
  for (const secret of secrets)
    if (stdout.includes(secret)) result.faults.push(`the log has the secret ${secret}`);
  for (const line of stdout.trim().split('\n')) {
    const { level } = (parse(line) ?? {}) as { level?: string };
    if (level === undefined) result.faults.push(`the log has a line that is not JSON: ${line}`);
    if (level === 'error' || level === 'fatal') result.faults.push(`the log has: ${line}`);
  }
  await fake.close();
  return result;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Sends the bytes and resolves with all that comes back. Proper HTTP asks for the connection to be closed; of anything
 * otherwise it is unknown how long the server waits for more.
 */
function exchange(url: string, { bytes, isHttp }: Generated): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const end = () => socket.destroy();
    const timer = setTimeout(end, isHttp ? patienceMs : quietMs);
    socket.on('data', (chunk) => chunks.push(chunk));
    // The server may close before it has read everything.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      const answer = Buffer.concat(chunks).toString('latin1');
      resolve(answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''));
    });
    socket.write(bytes);
  });
}

async function memoryOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
  return Math.round(bytes / 1e6);
}
