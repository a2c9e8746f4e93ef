// One of the processes that share the crash points of a recording; started by explore-together.ts.
import { explore } from './explore.ts';

process.once('disconnect', () => process.exit());
process.once('message', async (options: Parameters<typeof explore>[0]) => {
  const explored = await explore(options);
  process.send?.(explored, () => process.disconnect());
});
