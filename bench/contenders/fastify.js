// A minimal Fastify server without a session check.
import fastify from 'fastify';
import { answer, port } from './answer.js';

fastify()
  .get('/me', () => answer)
  .listen({ port, host: '127.0.0.1' });
