// A minimal Express server without a session check.
import express from 'express';
import { answer, port } from './answer.js';

express()
  .get('/me', (_req, res) => res.json(answer))
  .listen(port, '127.0.0.1');
