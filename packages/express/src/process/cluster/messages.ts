import { z } from 'zod';

/** The messages between the processes of one server. Others on the channel are ignored. */
export const fromWorker = z.object({ ask: z.literal('metrics') });
export const fromPrimary = z.union([
  z.object({ close: z.literal(true) }),
  z.object({ metrics: z.string() }),
  z.object({ metricsFailed: z.string() }),
]);

export type FromWorker = z.infer<typeof fromWorker>;
export type FromPrimary = z.infer<typeof fromPrimary>;
