// `pnpm dev`. Checks the version of Node.js before loading a file that an old one can't parse.
'use strict';

require('./need-node.cjs');
require('./import-typescript.cjs')('./dev.ts');
