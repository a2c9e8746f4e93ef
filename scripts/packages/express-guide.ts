import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startCommand } from './commands.ts';
import type { Consumer } from './consumer.ts';

const guide = path.resolve(import.meta.dirname, '../../docs/guides/express.md');

/**
 * Follows docs/guides/express.md in an app that has Express already. Only the ports are others, as those may be taken.
 * @param options.fakePort for the fake WeChat
 * @param options.port for the server
 * @throws {Error} unless the login and the route behind it answer
 */
export async function followExpressGuide(
  consumer: Consumer,
  options: { express: string; fakePort: string; port: string },
): Promise<void> {
  const { express, fakePort, port } = options;
  const blocks = [...readFileSync(guide, 'utf8').matchAll(/```\w+\n([\s\S]*?)```/g)].map(
    ([, code = '']) =>
      code.replace(/^ {3}/gm, '').replaceAll('2021', fakePort).replaceAll('3000', port),
  );
  const [install = '', server = '', fake = '', start = '', login = ''] = blocks;
  consumer.write('package.json', JSON.stringify({ name: 'server', private: true }));
  await consumer.run('npm', 'install', express);
  await consumer.run('sh', '-c', install);
  consumer.write('server.js', server);
  const wechat = await startCommand(consumer, {
    line: ['sh', '-c', `${fake.trim()} --port ${fakePort}`],
    ready: /ready at http/,
  });
  // It prints nothing: the first line is that of the shell.
  const running = await startCommand(consumer, {
    line: ['sh', '-c', `echo started; ${start}`],
    ready: /started/,
  });
  try {
    const { stdout } = await consumer.run(
      'sh',
      '-c',
      `${login.trim()} --retry 60 --retry-connrefused --retry-delay 1`,
    );
    const { token, user } = JSON.parse(stdout) as { token: string; user: { id: string } };
    const headers = { authorization: `Bearer ${token}` };
    const orders = await fetch(`http://127.0.0.1:${port}/auth/orders`, { headers });
    const { ordersOf } = (await orders.json()) as { ordersOf: string };
    if (ordersOf !== user.id) throw new Error(`the orders are those of ${ordersOf}`);
  } finally {
    await running.stop();
    await wechat.stop();
  }
}
