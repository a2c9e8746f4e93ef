import './screen.css';
import { handOverPlainEvents } from './plain-events.ts';
import { createStarter } from './start.ts';
import { callHandler, changeListener } from './wxs-instance.ts';

handOverPlainEvents();
// The server's scripts call these by name.
Object.assign(globalThis, createStarter(globalThis, Date.now), {
  wxsCallHandler: callHandler,
  wxsChangeListener: changeListener,
});
