// `@weapp-login/express/process`: a whole server process, and the server and the log that it is made of.
export { createLog } from './process/log.ts';
export { type AppParts, type CreateApp, runProgram } from './process/run-program.ts';
export { type RunningServer, type ServerOptions, startServer } from './process/start-server.ts';
