import { id, text } from 'weapp-login/schemas';
import { z } from 'zod';

/** Something that the person has ordered. */
export const orderSchema = z.object({
  id,
  title: text({ max: 64 }),
  /** In fen (分), a hundredth of a yuan. */
  priceFen: z.int().min(0),
  createdAt: z.iso.datetime(),
});
export type Order = z.infer<typeof orderSchema>;

/** The bodies of the app's own routes. */
export const bodies = {
  orders: {
    request: z.undefined(),
    /** The latest first. */
    response: z.object({ orders: z.array(orderSchema) }),
  },
};
