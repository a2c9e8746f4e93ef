/** A test that any runner can run, and a program without one. */
export interface Case {
  name: string;
  /** Rejects with an AssertionError where the behaviour differs. */
  run(): Promise<void>;
}

type Step = () => unknown;

/** What a suite is written with. The names are those of test runners, and mean the same. */
export interface Definition {
  describe(name: string, define: () => void): void;
  test(name: string, body: Step): void;
  /** May return what is to be done after the case, whether it passed or not. */
  beforeEach(step: Step): void;
}

/**
 * Returns the cases of a suite. A case's name has those of the groups around it before its own.
 * @param define runs again for each case, so that cases share no variables and may run at the same time
 */
export function collectCases(define: (definition: Definition) => void): Case[] {
  return collect(define).map(({ name }, index) => ({
    name,
    run: () => collect(define)[index]?.run() ?? Promise.reject(new Error(`no case ${index}`)),
  }));
}

function collect(define: (definition: Definition) => void): Case[] {
  const cases: Case[] = [];
  let group = { names: [] as string[], before: [] as Step[] };
  define({
    describe(name, define) {
      const outer = group;
      group = { names: [...outer.names, name], before: [...outer.before] };
      define();
      group = outer;
    },
    test(name, body) {
      const { names, before } = group;
      cases.push({ name: [...names, name].join(' '), run: () => runSteps(before, body) });
    },
    beforeEach: (step) => group.before.push(step),
  });
  return cases;
}

async function runSteps(before: readonly Step[], body: Step) {
  const cleanups: Step[] = [];
  try {
    for (const step of before) {
      const cleanup = await step();
      if (typeof cleanup === 'function') cleanups.unshift(cleanup as Step);
    }
    await body();
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}
