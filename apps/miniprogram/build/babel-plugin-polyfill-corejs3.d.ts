declare module 'babel-plugin-polyfill-corejs3' {
  import type { PluginObject } from '@babel/core';

  /** Adds the core-js modules that a code needs. https://github.com/babel/babel-polyfills */
  export default function polyfills(): PluginObject;
}
