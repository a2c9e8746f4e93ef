import { expect, test } from 'vitest';
import { readTypings } from './typings.ts';

test('what is refused by name is what the type definitions of WeChat document (written with vitest -u)', async () => {
  await expect(`${JSON.stringify(readTypings(), null, 2)}\n`).toMatchFileSnapshot(
    '../src/screen/wx/documented.json',
  );
});
