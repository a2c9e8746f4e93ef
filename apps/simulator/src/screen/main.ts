import './screen.css';
import { createStarter } from './start.ts';

// The server's scripts call these by name.
Object.assign(globalThis, createStarter(globalThis, Date.now));
