import type { Caller } from '@weapp-login/express';
import { type SqlStore, sql } from '@weapp-login/express/store';
import type { Order } from '@weapp-login/shared';

interface Row {
  id: string;
  title: string;
  price_fen: number;
  created_at: number;
}

/** Returns the handler of `GET /orders`: the latest hundred of the person who asks, the latest first. */
export function createOrders(store: Pick<SqlStore, 'readOwn'>) {
  return async ({ caller }: { caller: Caller }): Promise<{ orders: Order[] }> => {
    const rows = await store.readOwn<Row>(sql`
      SELECT id, title, price_fen, created_at FROM orders
      WHERE user_id = ${caller.user.id} ORDER BY created_at DESC LIMIT 100`);
    return {
      orders: rows.map(({ id, title, price_fen, created_at }) => ({
        id,
        title,
        priceFen: Number(price_fen),
        createdAt: new Date(Number(created_at)).toISOString(),
      })),
    };
  };
}
