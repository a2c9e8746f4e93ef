import { CreateError, createApp } from 'create-weapp-login';

export async function create(target: string): Promise<void> {
  // @ts-expect-error a target is text
  createApp({ target: 1 }).catch(() => undefined);
  await createApp({ target }).catch((error: unknown) => {
    if (!(error instanceof CreateError)) throw error;
  });
}
