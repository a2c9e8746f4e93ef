import { request as httpRequest } from 'node:http';

/** An errno as WeChat would give it for what happened to a request of Node's. */
const errnoOf: Readonly<Record<string, number>> = { ERR_INVALID_URL: 600009, TIMEOUT: 5 };
const unreachable = 600001;

export interface Sent {
  url: string;
  method: string | undefined;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
  /** Milliseconds. */
  timeout: number;
  received(answer: { statusCode: number; text: string; header: object }): void;
  failed(errno: number): void;
}

/** Sends a request over a real socket; its end, whatever it is, comes later. */
export function send({ url, method, headers, body, timeout, received, failed }: Sent): void {
  const onError = (error: unknown) =>
    failed(errnoOf[(error as NodeJS.ErrnoException).code ?? ''] ?? unreachable);
  try {
    const sent = httpRequest(url, { method, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('error', onError);
      answer.on('end', () =>
        received({ statusCode: answer.statusCode ?? 0, text, header: answer.headers }),
      );
    });
    sent.setTimeout(timeout, () => sent.destroy(Object.assign(new Error(), { code: 'TIMEOUT' })));
    sent.on('error', onError);
    sent.end(body);
  } catch (error) {
    setTimeout(() => onError(error));
  }
}
