import { inspect } from 'node:util';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { appId, bearer, startTestServer, type TestServer } from '../../test/server.ts';
import { loadedTracer } from './loaded-tracer.ts';
import { createTracing } from './tracing.ts';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let server: TestServer;
let withoutSdk: unknown;

beforeAll(() => {
  withoutSdk = loadedTracer();
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator({
    inject: () => undefined,
    extract: (parent, carrier) => {
      const [, traceId, spanId] = String((carrier as { traceparent?: string }).traceparent).split(
        '-',
      );
      return traceId && spanId
        ? trace.setSpanContext(parent, { traceId, spanId, traceFlags: 1, isRemote: true })
        : parent;
    },
    fields: () => ['traceparent'],
  });
});
beforeEach(async () => {
  exporter.reset();
  const tracer = loadedTracer();
  server = await startTestServer(tracer ? { tracing: createTracing(tracer) } : {});
});
afterEach(() => server.close());
afterAll(() => {
  trace.disable();
  context.disable();
  propagation.disable();
});

/** The spans, once the request that was answered last has ended. */
async function spans(count: number) {
  await expect.poll(() => exporter.getFinishedSpans().length).toBe(count);
  return exporter.getFinishedSpans();
}

test('without an SDK there is no tracer, so nothing is traced', () => {
  expect(withoutSdk).toBeUndefined();
});

test("a login is a span of the caller's trace, and the call to WeChat a span of the login", async () => {
  const code = server.codeOf('dawei');
  await server.post('/login', { code }, { traceparent });
  const [call, login] = await spans(2);
  expect(login).toMatchObject({
    name: 'POST /login',
    kind: SpanKind.SERVER,
    attributes: { 'http.route': '/login', 'http.response.status_code': 200 },
    parentSpanContext: { spanId: 'b7ad6b7169203331' },
  });
  expect(call).toMatchObject({ name: 'WeChat code2Session', kind: SpanKind.CLIENT });
  expect(call?.parentSpanContext?.spanId).toBe(login?.spanContext().spanId);
  expect(call?.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
});

test('a refusal of WeChat tells its errcode and rid', async () => {
  await server.post('/login', { code: 'unknown' });
  const [call] = await spans(2);
  expect(call).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': 'rejected', 'wechat.errcode': 40029 },
  });
  expect(call?.attributes['wechat.rid']).toMatch(/^[0-9a-f-]{26}$/);
});

test('an answer of 5xx is an error, one of 4xx is not', async () => {
  server.fake.fail({ kind: 'drop' });
  await server.post('/login', { code: 'c' });
  await server.get('/me');
  const [, login, me] = await spans(3);
  expect(login?.status.code).toBe(SpanStatusCode.ERROR);
  expect(me).toMatchObject({ name: 'GET /me', status: { code: SpanStatusCode.UNSET } });
});

test('nothing secret is in a span, and nothing that tells who it was', async () => {
  const code = server.codeOf('dawei');
  const { token, user } = await (await server.post('/login', { code })).json();
  await server.request('GET', `/me?token=${token}`, { headers: bearer(token) });
  server.fake.fail({ kind: 'errcode', errcode: 40125 });
  await server.post('/login', { code });
  const text = inspect(await spans(5), { depth: 9 });
  const sessionKey = server.fake.sessionKeyOf({ personId: 'dawei', appId });
  for (const secret of [code, token, user.openid, sessionKey, 'fa4efa4e'])
    expect(text).not.toContain(secret);
});
