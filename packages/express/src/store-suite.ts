// `@weapp-login/express/store-suite`: what a store and a file store must do, as cases for any test runner.
export { fileStoreSuite } from './file-store/file-store.contract.ts';
export { storeSuite } from './store/store.contract.ts';
export type { Case } from './suite/collect-cases.ts';
