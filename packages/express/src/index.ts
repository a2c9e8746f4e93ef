// For programs that run the server in their own process, such as end-to-end tests.
export type { FileStore } from './file-store/file-store.ts';
export { openFileStore } from './file-store/open-file-store.ts';
export { noLimits } from './limits/change-limits.ts';
export { createLog } from './process/log.ts';
export { type RunningServer, type ServerOptions, startServer } from './process/start-server.ts';
export { openStore } from './store/location/open-store.ts';
export type { Store } from './store/store.ts';
export type { App } from './wechat/apps.ts';
