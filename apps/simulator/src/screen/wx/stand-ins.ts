import { UnsupportedError } from '../faults.ts';
import type { Unsupported } from '../unsupported.ts';
import { type Caller, type Options, WxFailure } from './call.ts';
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
 * What stands in for what the simulator lacks: each member is refused by its name when it is called, in the way that it
 * fails on the platform. Objects that it answers with are such stand-ins, too.
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
  const ways: Record<string, (path: string) => unknown> = {
    callbacks: failing,
    options: (path) => (options?: Options) => void failing(path)({ fail() {}, ...options }),
    promise: (path) => () => Promise.reject(new UnsupportedError(unsupported.refuse(path))),
    listener: (path) => () => unsupported.silent(path),
    nothing: (path) => () => void unsupported.refuse(path),
    value: (path) => () => {
      throw new UnsupportedError(unsupported.refuse(path));
    },
  };

  function standIn(path: string, answer: string): unknown {
    if (answer.startsWith('.')) return members(path, types[answer.slice(1)] ?? {});
    const way = ways[answer];
    if (way) return way(path);
    return () => {
      unsupported.refuse(path);
      return of(answer);
    };
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
  const of = (type: string) => members(type, types[type] ?? {});
  return { wx: members('wx', documented.wx), of };
}
