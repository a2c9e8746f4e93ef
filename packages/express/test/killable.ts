import { setTimeout as sleep } from 'node:timers/promises';
import type { startEmbeddedPostgres } from './embedded-postgres.ts';
import type { Killable } from './kill-rounds.ts';
import { runServer } from './run-server.ts';

/** The server itself, killed with -9. */
export function killableServer(env: Record<string, string>): Killable & { stop(): Promise<void> } {
  let server: ReturnType<typeof runServer>;
  return {
    async start() {
      // No session may end for any other reason.
      server = runServer(['dist/main.js'], { SESSION_LIMIT_PER_USER: '0', ...env });
      return server.listening();
    },
    async kill() {
      server.stop('SIGKILL');
      await server.ended();
    },
    async stop() {
      server.stop('SIGTERM');
      await server.ended();
    },
  };
}

/** The PostgreSQL server under a server that runs on. */
export function killablePostgres(
  postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>,
  server: ReturnType<typeof runServer>,
): Killable {
  let started = true;
  return {
    async start() {
      for (let tries = 0; !started; tries++)
        try {
          await postgres.start();
          started = true;
        } catch (error) {
          // What the old server's processes hold is given back a moment later.
          if (tries === 50) throw error;
          await sleep(100);
        }
      const url = await server.listening();
      while (!(await fetch(`${url}/readyz`)).ok) await sleep(20);
      return url;
    },
    async kill() {
      await postgres.kill();
      started = false;
    },
  };
}
