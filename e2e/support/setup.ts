import type { TestProject } from 'vitest/node';
import { findBrowser } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    executablePath: string;
  }
}

/** Finds the browser once, before the test files run beside each other. */
export default async function setup(project: TestProject) {
  project.provide('executablePath', await findBrowser());
}
