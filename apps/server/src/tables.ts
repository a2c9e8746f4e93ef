import { ownTables } from '@weapp-login/express/store';

/** The tables of the app, in the login's database. docs/guides/own-data.md */
export const tables = ownTables({
  migrations: [
    `CREATE TABLE orders (
       id text PRIMARY KEY,
       user_id text NOT NULL,
       title text NOT NULL,
       price_fen bigint NOT NULL,
       created_at bigint NOT NULL
     );
     CREATE INDEX orders_of_user ON orders (user_id, created_at);`,
  ],
  onDelete: ['DELETE FROM orders WHERE user_id = $userId'],
  onJoin: ['UPDATE orders SET user_id = $userId WHERE user_id = $fromUserId'],
  onExport: {
    orders: 'SELECT id, title, price_fen, created_at FROM orders WHERE user_id = $userId',
  },
});
