// Runs a script of TypeScript, and again whenever asked to: `tsx restartable.ts <script>`. It asks for nothing but the
// port to be asked at, SERVER_RESTART_PORT; without one, it runs the script once.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. */
const patience = 15_000;

const script = process.argv.slice(2);
let child: ChildProcess;
let restarting: Promise<void> | undefined;

function start(): void {
  child = spawn(process.execPath, ['--import', 'tsx', ...script], { stdio: 'inherit' });
  child.once('exit', (code, signal) => {
    if (!restarting) process.exit(code ?? (signal ? 1 : 0));
  });
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.end());
  });

/** Ends the script as a deployment would, and waits until it listens on PORT once more. */
async function restart(): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
  start();
  const until = Date.now() + patience;
  while (Date.now() < until && !(await listens(Number(process.env.PORT)))) await sleep(50);
}

start();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => child.kill(signal));

const port = Number(process.env.SERVER_RESTART_PORT);
if (port)
  createServer((req, res) => {
    const { host, origin, 'content-type': type } = req.headers;
    // A web page sends its Origin, and the name that it was opened by, which can be made to resolve to this machine.
    if (origin !== undefined || host !== `127.0.0.1:${port}`) return res.writeHead(403).end();
    if (req.method !== 'POST' || type !== 'application/json') return res.writeHead(405).end();
    restarting ??= restart().finally(() => {
      restarting = undefined;
      if (child.exitCode !== null) process.exit(child.exitCode);
    });
    restarting.then(() => res.writeHead(204).end());
  }).listen(port, '127.0.0.1');
