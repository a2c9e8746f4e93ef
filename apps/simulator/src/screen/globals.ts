/** What a mini program sees as globalThis: the language, timers and the console, nothing of the browser. */
const names = [
  'Object,Array,Number,Boolean,String,Symbol,BigInt,Date,Promise,RegExp,Math,JSON,Reflect,Proxy',
  'Map,Set,WeakMap,WeakSet,WeakRef,FinalizationRegistry,ArrayBuffer,DataView,Int8Array,Uint8Array',
  'Uint8ClampedArray,Int16Array,Uint16Array,Int32Array,Uint32Array,Float32Array,Float64Array',
  'BigInt64Array,BigUint64Array,Error,AggregateError,EvalError,RangeError,ReferenceError,SyntaxError',
  'TypeError,URIError,Infinity,NaN,undefined,isFinite,isNaN,parseFloat,parseInt,decodeURI',
  'decodeURIComponent,encodeURI,encodeURIComponent,escape,unescape,Intl,console',
]
  .join()
  .split(',');

/** @param window the screen's own */
export function createGlobals(window: typeof globalThis): Record<string, unknown> {
  const globals: Record<string, unknown> = {};
  for (const name of names) globals[name] = (window as unknown as Record<string, unknown>)[name];
  for (const name of ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const)
    globals[name] = (...given: unknown[]) =>
      (window[name] as (...given: unknown[]) => unknown).apply(window, given);
  globals.globalThis = globals;
  return globals;
}
