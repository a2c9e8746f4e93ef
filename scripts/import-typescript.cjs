'use strict';

/** Imports a TypeScript module of this folder, in this process, so that it receives signals directly. */
module.exports = async (file) => {
  const { register } = await import('tsx/esm/api');
  register();
  await import(file);
};
