// Express with better-auth's getSession over its in-memory adapter, its fastest store.
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { fromNodeHeaders } from 'better-auth/node';
import express from 'express';
import { port } from './answer.js';

const auth = betterAuth({
  baseURL: `http://127.0.0.1:${port}`,
  secret: 'a secret of the benchmark, long enough to pass',
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});

express()
  .get('/session', async (_req, res) => {
    const { headers } = await auth.api.signUpEmail({
      body: { name: 'one', email: 'one@example.com', password: 'a password' },
      returnHeaders: true,
    });
    res.set('Set-Cookie', headers.getSetCookie()).end();
  })
  .get('/me', async (req, res) => {
    const session = await auth.api.getSession({ headers: fromNodeHeaders(req.headers) });
    if (session) res.json({ user: session.user });
    else res.sendStatus(401);
  })
  .listen(port, '127.0.0.1');
