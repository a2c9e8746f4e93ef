import { transform } from 'esbuild';

/** Names of a browser page that no mini program has. */
const hidden = [
  'eval,Function,window,self,top,parent,frames,document,location,navigator,history,screen',
  'localStorage,sessionStorage,indexedDB,caches,cookieStore,fetch,XMLHttpRequest,WebSocket,EventSource',
  'Worker,SharedWorker,Image,Audio,alert,confirm,prompt,open,close,postMessage,addEventListener',
  'removeEventListener,dispatchEvent,requestAnimationFrame,cancelAnimationFrame,requestIdleCallback',
  'queueMicrotask,structuredClone,URL,URLSearchParams,Headers,Request,Response,AbortController,Blob,File',
  'FileReader,FormData,TextEncoder,TextDecoder,Event,CustomEvent,EventTarget,Node,Element,HTMLElement',
  'DOMParser,MutationObserver,ResizeObserver,IntersectionObserver,crypto,performance,btoa,atob,name',
  'process,Buffer',
].join();

/** What every module sees besides require, module and exports. */
export const moduleNames = [
  'wx',
  'App',
  'Page',
  'Component',
  'Behavior',
  'getApp',
  'getCurrentPages',
  'globalThis',
  'global',
] as const;

/**
 * A script of a mini program as a function that the phone calls, on the lines where it was written.
 * ES modules become CommonJS, as in DevTools.
 * @param file path inside the mini program
 */
export async function wrapScript(file: string, source: string): Promise<string> {
  const code = /^\s*(?:import|export)\b/m.test(source) ? await toCommonJs(file, source) : source;
  const name = JSON.stringify(file);
  // Functions inside of each other: one in strict mode may not have a parameter called eval, but may sit inside of one that
  // has; and a script may declare the platform's names anew.
  return `defineModule(${name},function(${hidden}){return function({${moduleNames}}){return function(require,module,exports){${code}\n}}});`;
}

async function toCommonJs(file: string, source: string): Promise<string> {
  try {
    const { code } = await transform(source, {
      format: 'cjs',
      sourcefile: file,
      logLevel: 'silent',
    });
    return code;
  } catch {
    // The browser's own message names the line.
    return source;
  }
}
