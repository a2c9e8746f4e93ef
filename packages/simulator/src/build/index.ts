// The build of a mini program in TypeScript.
export { buildMiniProgram, oldestBaseLibrary } from './build-mini-program.ts';
