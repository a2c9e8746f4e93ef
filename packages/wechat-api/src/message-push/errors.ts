/** Everything that can be wrong with a pushed message, and what it means. */
const meanings = {
  'bad-signature': 'the signature is not one that WeChat made with the Token of the settings',
  'not-encrypted': 'the message came as plain text, and the settings ask for 安全模式',
  'bad-encryption': 'the message cannot be decrypted with the EncodingAESKey of the settings',
  'foreign-app': 'the message was encrypted for another AppID',
  'stale-timestamp': 'the message was signed too far from now',
  malformed: 'the message is neither a flat XML document nor a JSON object',
} as const;

export type MessagePushFault = keyof typeof meanings;

export const messagePushFaults = Object.keys(meanings) as MessagePushFault[];

/** A request to the push address that is not to be trusted. It holds neither Token nor key, and no `cause`. */
export class MessagePushError extends Error {
  override readonly name = 'MessagePushError';
  readonly fault: MessagePushFault;

  constructor(fault: MessagePushFault) {
    super(meanings[fault]);
    this.fault = fault;
  }
}
