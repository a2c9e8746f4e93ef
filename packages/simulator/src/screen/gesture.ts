/** Whether what runs is the answer to a tap, which some APIs ask for. */
export interface Gesture {
  /** Runs a function as part of a tap. */
  during(act: () => void): void;
  active(): boolean;
}

export function createGesture(): Gesture {
  let depth = 0;
  return {
    during(act) {
      depth += 1;
      try {
        act();
      } finally {
        depth -= 1;
      }
    },
    active: () => depth > 0,
  };
}
