// The mini program's folder has types of the schemas only, but tsc compiles each file that it has read. WeChat's npm build would
// look for the zod that these two require.
const { rmSync } = require('node:fs');
const path = require('node:path');

for (const file of ['schemas.js', 'text.js'])
  rmSync(path.join(__dirname, 'miniprogram_dist', file), { force: true });
