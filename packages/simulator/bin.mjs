#!/usr/bin/env node
// The command inside this repository, where nothing is built first. The published one is dist/cli.js.
import { register } from 'tsx/esm/api';

register();
await import('./src/cli.ts');
