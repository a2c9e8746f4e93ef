import { signal } from '@preact/signals';
import type { Device } from '../phone-protocol.ts';

/** Below this width the phone has no frame and fills the page. */
const narrow = 480;

const framed = { width: 375, height: 812, statusBarHeight: 44, safeBottom: 34 };
const bars = { navigationBarHeight: 44, tabBarHeight: 50 };

const measure = (): Device & { framed: boolean } =>
  innerWidth > narrow
    ? { ...framed, ...bars, framed: true }
    : {
        width: innerWidth,
        height: innerHeight,
        statusBarHeight: 24,
        safeBottom: 0,
        ...bars,
        framed: false,
      };

/** The sizes of the phone in logical pixels. */
export const device = signal(measure());

addEventListener('resize', () => {
  device.value = measure();
});

/** A length for a style attribute. */
export const px = (length: number): string => `${length}px`;
