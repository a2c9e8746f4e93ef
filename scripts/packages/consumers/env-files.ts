import { readEnvFiles } from '@weapp-login/env-files';

export function port(): number {
  const { values } = readEnvFiles({ env: { PORT: '2020' }, files: [] });
  // @ts-expect-error a value is text, or not set
  values.PORT satisfies number;
  return Number(values.PORT);
}
