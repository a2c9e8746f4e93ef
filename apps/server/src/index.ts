// For programs that run the server in their own process, such as end-to-end tests.
export { createLog } from './log.ts';
export { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
export { createMemoryStore } from './store/memory-store.ts';
export type { Store } from './store/store.ts';
