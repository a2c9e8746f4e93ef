import { hkdfSync } from 'node:crypto';
import { seal, unseal } from '../sealing/seal.ts';

/** What names a login attempt: only its caller knows all three, and only from the caller does the server learn them. */
export interface AttemptName {
  appId: string;
  code: string;
  idempotencyKey: string;
}

const idBytes = 32;
const keyBytes = 32;
const context = 'token of a login attempt';

/**
 * The id and the key of an attempt, derived together: who knows the one learns nothing of the other. The store keeps the
 * id and a token under the key, so a copy of it opens no session without the code, which is random and kept nowhere.
 * docs/decisions/0007-idempotent-login.md
 */
export function attemptSecrets({ appId, code, idempotencyKey }: AttemptName): {
  id: string;
  seal(token: string, randomBytes: (size: number) => Buffer): Uint8Array;
  /** @throws if it was sealed by another attempt */
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
