// Express with express-session: in Redis if REDIS_URL is set, otherwise in files.
import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import { createClient } from 'redis';
import fileStore from 'session-file-store';
import { answer, port } from './answer.js';

const redis =
  process.env.REDIS_URL && (await createClient({ url: process.env.REDIS_URL }).connect());
const store = redis
  ? new RedisStore({ client: redis })
  : new (fileStore(session))({ path: process.env.DATA_DIR, logFn: () => {} });

express()
  .use(
    session({
      store,
      secret: 'a secret of the benchmark',
      resave: false,
      saveUninitialized: false,
    }),
  )
  .get('/session', (req, res) => {
    req.session.user = answer.user;
    res.end();
  })
  .get('/me', (req, res) => {
    if (req.session.user) res.json({ user: req.session.user });
    else res.sendStatus(401);
  })
  .listen(port, '127.0.0.1');
