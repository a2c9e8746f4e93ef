import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { internalPaths, spellingsOf } from './public-addresses.ts';

/** Where raw requests go: a proxy over TLS, or a server in plain text. */
export interface Target {
  port: number;
  /** The authority of the certificate; without it, plain text. */
  ca?: Buffer;
}

/** Sends one request whose target no client would send, and resolves with the whole answer. */
export async function sendTarget({ port, ca }: Target, target: string): Promise<string> {
  const socket = ca
    ? connectTls({ host: 'localhost', servername: 'localhost', port, ca })
    : connectPlain({ host: '127.0.0.1', port });
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => undefined);
  socket.setTimeout(5_000, () => socket.destroy());
  socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  await once(socket, 'close');
  return answer;
}

/** The spellings of an internal path that are answered as the path itself is. An exact one is left out for a server. */
export async function leaksOf(target: Target): Promise<string[]> {
  const leaks = [];
  for (const path of internalPaths) {
    const exact = [path, `${path}?x`, `${path}#x`, `http://localhost${path}`];
    const spellings = [...spellingsOf(path), ...exact];
    // A server that is asked directly answers what it is asked for.
    for (const spelling of target.ca ? spellings : spellings.filter((one) => !exact.includes(one)))
      if (/^HTTP\/1\.1 2/.test(await sendTarget(target, spelling))) leaks.push(spelling);
  }
  return leaks;
}
