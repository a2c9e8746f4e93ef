import { performance } from 'node:perf_hooks';

export interface Step {
  what: string;
  ms: number;
}

/** Runs steps one after the other, prints each with its time, and goes on after one that fails. */
export function createSteps() {
  const steps: Step[] = [];
  let failed = 0;
  return {
    steps,
    failed: () => failed,
    /** @returns undefined where the step fails */
    async run<Result>(what: string, step: () => Promise<Result>): Promise<Result | undefined> {
      const startedAt = performance.now();
      try {
        const result = await step();
        const ms = performance.now() - startedAt;
        steps.push({ what, ms });
        console.log(`✓ ${what}: ${(ms / 1000).toFixed(1)} s`);
        return result;
      } catch (error) {
        failed += 1;
        console.error(`✗ ${what}\n${error instanceof Error ? error.message : error}`);
        return undefined;
      }
    },
  };
}
