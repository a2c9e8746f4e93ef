import { type Caller, type Options, WxFailure } from '../api-call.ts';
import { UnsupportedError } from '../faults.ts';
import type { Unsupported } from '../unsupported.ts';
import type { Api } from './context.ts';
import documented from './documented.json';

const types: Record<string, Record<string, string>> = documented.types;

export interface StandIns {
  /** Everything that WeChat documents of wx. */
  wx: Api;
  /** An object of a documented type. */
  of(type: string): Api;
}

/**
 * Objects of these types change only what is seen or heard, or measure it: their methods do nothing, and the console
 * says so. What draws on a canvas belongs to them, for which the screen has a grey box.
 */
export const greyTypes: ReadonlySet<string> = new Set([
  ...['AudioContext', 'BackgroundAudioManager', 'InnerAudioContext', 'MapContext', 'VideoContext'],
  ...['CanvasContext', 'CanvasGradient', 'Image', 'OffscreenCanvas', 'RenderingContext'],
  ...['Performance', 'PerformanceObserver'],
]);

/** The functions of wx that hand out an object of {@link greyTypes}. */
export const greyNames: readonly string[] = Object.entries(documented.wx).flatMap(
  ([name, answer]) => (greyTypes.has(answer) ? [name] : []),
);

/**
 * What stands in for what the simulator lacks: each member is refused by its name when it is called, in the way that it
 * fails on the platform. An object that WeChat hands out at once is handed out here, too, and is such a stand-in; what
 * its methods return at once is empty.
 */
export function createStandIns(caller: Caller, unsupported: Unsupported): StandIns {
  const failing = (path: string) => (options?: Options) => {
    // Here, where the stack still leads to the mini program.
    const message = unsupported.refuse(path);
    const fail = () => {
      throw new WxFailure(message);
    };
    return caller.api(path.replace(/^wx\./, ''), fail)(options ?? undefined);
  };
  /** Of an object that the program already has. */
  const note = (path: string) =>
    greyTypes.has(path.split('.')[0] as string) ? unsupported.idle(path) : unsupported.refuse(path);
  const ways: Record<string, (path: string) => unknown> = {
    callbacks: failing,
    options: (path) => (options?: Options) => void failing(path)({ fail() {}, ...options }),
    promise: (path) => () => Promise.reject(new UnsupportedError(unsupported.refuse(path))),
    listener: (path) => () => unsupported.silent(path),
    nothing: (path) => () => void note(path),
    value: (path) => () => {
      throw new UnsupportedError(unsupported.refuse(path));
    },
  };

  function standIn(path: string, answer: string): unknown {
    if (answer.startsWith('.')) return members(path, types[answer.slice(1)] ?? {});
    if (answer.startsWith('='))
      return () => {
        note(path);
        return JSON.parse(answer.slice(1)) as unknown;
      };
    return ways[answer]?.(path) ?? (() => of(answer));
  }
  function members(path: string, answers: Record<string, string>): Api {
    const object: Api = {};
    for (const [name, answer] of Object.entries(answers)) {
      const lazily = () => standIn(`${path}.${name}`, answer);
      let made: unknown;
      Object.defineProperty(object, name, {
        enumerable: true,
        configurable: true,
        get: () => {
          made ??= lazily();
          return made;
        },
        set: (value: unknown) => {
          made = value;
        },
      });
    }
    return object;
  }
  const of = (type: string) =>
    type === 'RenderingContext' ? renderingContext() : members(type, types[type] ?? {});
  /** Of a canvas: its methods are those of browsers, which WeChat's definitions do not list. */
  function renderingContext(): Api {
    const measured = standIn('CanvasContext.measureText', types.CanvasContext?.measureText ?? '');
    return new Proxy<Api>(
      { measureText: measured },
      {
        get: (own, name) => {
          if (typeof name === 'symbol' || name in own) return Reflect.get(own, name);
          return (..._given: unknown[]) => {
            note(`RenderingContext.${name}`);
            return renderingContext();
          };
        },
      },
    );
  }
  return { wx: members('wx', documented.wx), of };
}
