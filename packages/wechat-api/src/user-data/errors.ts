/** Every fault of user data and its meaning. */
const meanings = {
  'malformed-session-key': 'the session_key is not base64 of 16 bytes',
  'malformed-iv': 'the iv is not base64 of 16 bytes',
  'malformed-data':
    'encryptedData is not base64 of whole blocks; a form turns + into a space unless it is encoded',
  'wrong-key':
    'nothing in encryptedData can be read with this session_key; a later login may have replaced the key',
  'wrong-iv': 'encryptedData can be read but for its start, so the iv belongs to other data',
  'bad-padding': 'encryptedData can be read but not to its end, so it was cut off or damaged there',
  'not-json': 'encryptedData decrypts to something other than a JSON object, so it was damaged',
  'no-watermark': 'the data has no watermark with an appid and a timestamp',
  'foreign-app': 'the watermark names another AppID',
  'stale-watermark': 'the timestamp of the watermark is too far from now',
} as const;

export type UserDataFault = keyof typeof meanings;

export const userDataFaults = Object.keys(meanings) as UserDataFault[];

/** User data that must not be trusted. The error holds neither the key nor the data, and has no `cause`. */
export class UserDataError extends Error {
  override readonly name = 'UserDataError';
  readonly fault: UserDataFault;

  constructor(fault: UserDataFault) {
    super(meanings[fault]);
    this.fault = fault;
  }
}
