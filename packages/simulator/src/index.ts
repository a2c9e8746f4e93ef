export type { Forward } from './request/origins.ts';
export {
  createSimulator,
  type ReadListener,
  type Simulator,
  type SimulatorOptions,
} from './simulator.ts';
export { type RunningSimulator, type StartOptions, startSimulator } from './start.ts';
