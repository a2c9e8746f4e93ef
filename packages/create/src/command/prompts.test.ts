import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type Answers, ask } from './prompts.ts';

const keys = { enter: '\r', ctrlC: '\u0003', backspace: '\u007f' };

/** Runs the questions on a terminal, where someone types each of these texts once the one before it is answered. */
async function type(texts: readonly string[], given: { folder?: string; appId?: string } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = new PassThrough();
  let screen = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    screen += chunk;
  });
  let answers: Answers | undefined | 'waiting' = 'waiting';
  const asking = ask(
    { folder: given.folder, appId: given.appId, yes: false },
    {
      input: input as unknown as NodeJS.ReadStream,
      output: output as unknown as NodeJS.WriteStream,
    },
  ).then((result) => {
    answers = result;
  });
  for (const text of texts) {
    const before = screen.length;
    input.write(text);
    await expect.poll(() => answers !== 'waiting' || screen.length > before).toBe(true);
  }
  await asking;
  return { answers, screen };
}

test('asks for the name and the AppID', async () => {
  const { answers } = await type(['my-shop', keys.enter, 'wx0123456789abcdef', keys.enter]);
  expect(answers).toEqual({ folder: 'my-shop', appId: 'wx0123456789abcdef' });
});

test('Enter alone takes the name that is shown, and no AppID', async () => {
  const { answers, screen } = await type([keys.enter, keys.enter]);
  expect(answers).toEqual({ folder: 'weapp-login-app', appId: undefined });
  expect(screen).toContain('weapp-login-app');
});

test('asks only for what the arguments lack', async () => {
  const { answers, screen } = await type([keys.enter], { folder: 'shop' });
  expect(answers).toEqual({ folder: 'shop', appId: undefined });
  expect(screen).not.toContain('Name of the app');
});

test('says why an answer is refused, and asks again', async () => {
  const { answers, screen } = await type([
    'My App',
    keys.enter,
    ...Array.from('My App', () => keys.backspace),
    'shop',
    keys.enter,
    'wx1',
    keys.enter,
    ...Array.from('wx1', () => keys.backspace),
    keys.enter,
  ]);
  expect(screen).toContain('must have only lower-case letters');
  expect(screen).toContain('wx1 is not an AppID');
  expect(answers).toEqual({ folder: 'shop', appId: undefined });
});

test.each([[[keys.ctrlC]], [['shop', keys.enter, keys.ctrlC]]])(
  'Ctrl-C ends it with one sentence: %j',
  async (texts) => {
    const { answers, screen } = await type(texts);
    expect(answers).toBeUndefined();
    expect(screen).toContain('Nothing was written.');
  },
);
