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

/**
 * @param window the screen's own
 * @param defined what the platform adds
 */
export function createGlobals(
  window: typeof globalThis,
  defined: Record<string, unknown>,
): Record<string, unknown> {
  const globals: Record<string, unknown> = { ...defined };
  for (const name of names) globals[name] = (window as unknown as Record<string, unknown>)[name];
  for (const name of ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const)
    globals[name] = (...given: unknown[]) =>
      (window[name] as (...given: unknown[]) => unknown).apply(window, given);
  globals.Function = functionOf(window, globals);
  globals.globalThis = globals;
  globals.global = globals;
  return globals;
}

/** Makes no code out of text, as on the platform; libraries look for the global object by its means. */
function functionOf(window: typeof globalThis, globals: object): unknown {
  const made = (...given: unknown[]) =>
    given.at(-1) === 'return this' ? () => globals : () => undefined;
  // Not an arrow, which `new` refuses.
  function constructed(...given: unknown[]) {
    return made(...given);
  }
  constructed.prototype = window.Function.prototype;
  return constructed;
}
