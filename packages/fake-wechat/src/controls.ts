import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { Codes } from './codes.ts';
import { openEventStream } from './event-stream.ts';
import { type FailureScript, scriptedFailureSchema } from './failures.ts';
import type { FakeWechat } from './fake-wechat.ts';

type Control = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

const codeRequestSchema = z.strictObject({ personId: z.string(), appId: z.string() });
const failuresSchema = z.array(scriptedFailureSchema);

/** The controls over HTTP, below `/__fake/`, for callers of this machine that are no web page. */
export function createControls(options: {
  fake: FakeWechat;
  failures: FailureScript;
  codes: Codes;
}): { handle(path: string, req: IncomingMessage, res: ServerResponse): void } {
  const { fake, failures, codes } = options;

  const controls: Readonly<Record<string, Readonly<Record<string, Control>>>> = {
    '/__fake/codes': {
      async POST(req, res) {
        const input = codeRequestSchema.parse(await readJson(req));
        send(res, 200, { code: fake.issueCode(input) });
      },
    },
    '/__fake/state': {
      GET(_req, res) {
        send(res, 200, {
          apps: fake.apps.map(({ appId, unionBound }) => ({ appId, unionBound })),
          people: fake.people.map((person) => ({
            ...person,
            openids: Object.fromEntries(
              fake.apps.map(({ appId }) => [appId, fake.openidOf({ personId: person.id, appId })]),
            ),
          })),
          outstandingCodes: codes.outstanding(),
          calls: fake.calls(),
          failures: failures.list(),
        });
      },
    },
    '/__fake/failures': {
      /** Takes the place of everything scripted before. */
      async PUT(req, res) {
        const scripted = failuresSchema.parse(await readJson(req));
        failures.clear();
        for (const failure of scripted) failures.add(failure);
        send(res, 200, failures.list());
      },
      DELETE(_req, res) {
        failures.clear();
        res.writeHead(204).end();
      },
    },
    '/__fake/events': {
      GET: (req, res) => openEventStream(fake, req, res),
    },
  };

  async function handle(path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!isLocal(req)) return send(res, 403, { error: 'the controls answer this machine only' });
    const methods = controls[path];
    if (!methods) return send(res, 404, { error: `no such control: ${path}` });
    const method = req.method ?? '';
    const control = methods[method];
    if (!control) {
      res.setHeader('allow', Object.keys(methods).join(', '));
      return send(res, 405, { error: `${path} does not take ${method}` });
    }
    try {
      await control(req, res);
    } catch (error) {
      const message =
        error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      send(res, 400, { error: message });
    }
  }

  return { handle: (path, req, res) => void handle(path, req, res) };
}

/** No web page of another origin can say application/json unasked, so none can operate the controls. */
async function readJson(req: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(req.headers['content-type'] ?? '')) {
    throw new Error('send application/json');
  }
  return json(req);
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A local address alone is not enough: a web page can reach it under a name that its owner resolves to loopback. */
function isLocal(req: IncomingMessage): boolean {
  const address = req.socket.remoteAddress ?? '';
  const local = address === '::1' || /^(::ffff:)?127\./.test(address);
  return local && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(req.headers.host ?? '');
}
