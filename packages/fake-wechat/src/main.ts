#!/usr/bin/env node
// Starts the fake until it is stopped. Exits with 1 if it can't start, 2 if the arguments are wrong.
import { checkNodeVersion } from './command/node-version.ts';

if (checkNodeVersion('fake-wechat')) await import('./command/run.ts');
