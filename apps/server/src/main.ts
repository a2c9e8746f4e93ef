import path from 'node:path';
import { runProgram } from '@weapp-login/express/process';
import { createApp } from './app.ts';
import { tables } from './tables.ts';

// This file is in src/, and in dist/ once built.
await runProgram({
  serverFolder: path.resolve(import.meta.dirname, '..'),
  built: import.meta.filename.endsWith('.js'),
  own: tables,
  createApp,
  // Requests to the login's routes don't pass through the Express app. Delete this line to put middleware before them.
  loginSkipsApp: true,
});
