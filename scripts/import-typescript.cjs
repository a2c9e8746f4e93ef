'use strict';

/** Imports a TypeScript module of this folder. In this process, so that nothing stands between it and its signals. */
module.exports = async (file) => {
  const { register } = await import('tsx/esm/api');
  register();
  await import(file);
};
