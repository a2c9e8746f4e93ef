import { openStore } from './open-store.ts';
import { testStore } from './store.contract.ts';

testStore('the store in SQLite', () => openStore({ file: ':memory:' }));
