// The least that Fastify can do. It checks nothing.
import fastify from 'fastify';
import { answer, port } from './answer.js';

fastify()
  .get('/me', () => answer)
  .listen({ port, host: '127.0.0.1' });
