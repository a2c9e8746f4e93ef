/** The app can't be created. The message is one sentence, and nothing was written. */
export class CreateError extends Error {
  override readonly name = 'CreateError';
}
