// `pnpm dev`. The version of Node.js is checked before a file that an old one can't parse is read.
'use strict';

require('./need-node.cjs');
require('./import-typescript.cjs')('./dev.ts');
