import { touristApp } from '@weapp-login/fake-wechat';

/** Shorter values turn up by chance. */
const shortest = 8;

/**
 * Collects the secrets that a test's server receives and returns, and searches for them where they must not be. Every test
 * server does so when it is closed: so the search covers whatever the suite does.
 */
export function collectSecrets() {
  const secrets = new Set([touristApp.appSecret]);
  return {
    add(...values: (string | undefined)[]): void {
      for (const value of values) if (value && value.length >= shortest) secrets.add(value);
    },
    /** @throws where a text has one of them; the message names the place and not the secret */
    expectNoneIn(places: Record<string, string>): void {
      for (const [place, text] of Object.entries(places))
        for (const secret of secrets)
          if (text.includes(secret)) {
            const at = text.indexOf(secret);
            throw new Error(`a secret is in the ${place}, after: ${text.slice(at - 200, at)}`);
          }
    },
  };
}
