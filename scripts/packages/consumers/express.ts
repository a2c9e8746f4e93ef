import { openStore, type Store } from '@weapp-login/express';

export async function sessions(store: Store): Promise<void> {
  await store.close();
  // @ts-expect-error a store needs its location
  openStore();
}
