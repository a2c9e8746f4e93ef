import { type ReadonlySignal, signal } from '@preact/signals';
import type { Device } from '../phone-protocol.ts';

/** Below this width the phone has no frame and fills the page. Pixels. */
const narrow = 480;

const framed = { width: 375, height: 812, statusBarHeight: 44, safeBottom: 34, framed: true };
const bars = { navigationBarHeight: 44, tabBarHeight: 50 };

export interface DrawnDevice extends Device {
  /** Whether the phone is drawn with its frame, rather than as the whole page. */
  framed: boolean;
}

/** The sizes of the phone in logical pixels; they follow the window's. */
export function createDevice(window: Window): ReadonlySignal<DrawnDevice> {
  const measure = (): DrawnDevice => {
    const { innerWidth: width, innerHeight: height } = window;
    return width > narrow
      ? { ...framed, ...bars }
      : { width, height, statusBarHeight: 24, safeBottom: 0, ...bars, framed: false };
  };
  const device = signal(measure());
  window.addEventListener('resize', () => {
    device.value = measure();
  });
  return device;
}

/** A length for a style attribute. */
export const px = (length: number): string => `${length}px`;
