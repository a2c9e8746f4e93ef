#!/usr/bin/env node
// Creates an app. Exits with 1 if it can't, 2 if the arguments are wrong.
import { checkNodeVersion } from './command/node-version.ts';

if (checkNodeVersion('create-weapp-login')) await import('./command/run.ts');
