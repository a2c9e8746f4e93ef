import { transform } from 'esbuild';
import type { Fault } from './fault.ts';
import { syntaxFault } from './syntax.ts';

/** Names of a browser page that no mini program has. */
const hidden = [
  'eval,window,self,top,parent,frames,document,location,navigator,history,screen',
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
  'Function',
  '__wxConfig',
  'requirePlugin',
] as const;

/** A script as the phone takes it, and what keeps it from being parsed. */
export interface WrappedScript {
  code: string;
  fault?: Fault;
}

/**
 * A script of a mini program as a function that the phone calls, on the lines where it was written.
 * ES modules become CommonJS, as in DevTools. One that can't be parsed throws when it is called.
 * @param file path inside the mini program
 */
export async function wrapScript(file: string, source: string): Promise<WrappedScript> {
  const found = syntaxFault(file, source, wrap(file, source));
  const module = found && /\b(?:import|export)\b/.test(source) && (await toCommonJs(file, source));
  if (found && !module) {
    const fault = { message: found.message, where: `${file}:${found.line}` };
    return { code: wrap(file, `throw ${thrown(fault)}`), fault };
  }
  return { code: wrap(file, module || source) };
}

// Functions inside of each other: one in strict mode may not have a parameter called eval, but may sit inside of one that
// has; and a script may declare the platform's names again.
const wrap = (file: string, code: string) =>
  `defineModule(${JSON.stringify(file)},function(${hidden}){return function({${moduleNames}}){return function(require,module,exports){${code}\n}}});`;

/** An error whose stack says where the script can't be parsed. */
const thrown = ({ message, where }: Fault) =>
  `Object.assign(new Error(${JSON.stringify(message)}),{stack:${JSON.stringify(`/app/${where}`)}})`;

async function toCommonJs(file: string, source: string): Promise<string | undefined> {
  try {
    const { code } = await transform(source, {
      format: 'cjs',
      sourcefile: file,
      logLevel: 'silent',
    });
    return code;
  } catch {
    return undefined;
  }
}
