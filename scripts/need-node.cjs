// Every command runs this first, so that an old Node.js fails with one sentence, not with an import error. Written
// so that any Node.js can parse it.
'use strict';

var found = process.versions.node.split('.').map(Number);
var major = found[0];
var minor = found[1];
var isEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (!isEnough) {
  console.error(
    'This is Node.js ' +
      process.versions.node +
      '. weapp-login needs 24 (LTS), 22.12 or newer, or 20.19: see https://nodejs.org/en/download',
  );
  process.exit(1);
}
