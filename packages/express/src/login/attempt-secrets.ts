import { hkdfSync } from 'node:crypto';
import { seal, unseal } from '../sealing/seal.ts';

/** Identifies a login attempt. Only its caller knows all three values; the server stores none of them. */
export interface AttemptName {
  appId: string;
  code: string;
  idempotencyKey: string;
}

const idBytes = 32;
const keyBytes = 32;
const context = 'token of a login attempt';

/**
 * Derives the id and the encryption key of an attempt; neither reveals the other. The store keeps the
 * id and a token encrypted with the key, so a copy of it opens no session without the code, which is random and not stored.
 * docs/decisions/0007-idempotent-login.md
 */
export function attemptSecrets({ appId, code, idempotencyKey }: AttemptName): {
  id: string;
  seal(token: string, randomBytes: (size: number) => Buffer): Uint8Array;
  /** @throws if another attempt sealed it */
  unseal(sealed: Uint8Array): string;
} {
  const derived = Buffer.from(
    hkdfSync('sha256', code, idempotencyKey, `login attempt ${appId}`, idBytes + keyBytes),
  );
  const key = derived.subarray(idBytes);
  return {
    id: derived.toString('base64url', 0, idBytes),
    seal: (token, randomBytes) => seal(token, { key, context, randomBytes }),
    unseal: (sealed) => unseal(sealed, { key, context }),
  };
}
