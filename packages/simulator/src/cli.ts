#!/usr/bin/env node
// The build starts without the phone and the fake WeChat, which take a second to load.
await import(process.argv[2] === 'build' ? './build/main.ts' : './main.ts');

export {};
