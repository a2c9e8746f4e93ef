const day = 24 * 60 * 60 * 1000;

/**
 * How far from now WeChat may have signed a message. Long, because a message that is refused for its age is a deletion
 * that never happens; WeChat itself sends one again within seconds. Milliseconds.
 */
export const messageAgeMs = 7 * day;

/** How long a message that was carried out is known, so that it is not carried out again. Milliseconds. */
export const messageReplayMs = 2 * messageAgeMs + day;
