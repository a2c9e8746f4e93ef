/** A file that a person hands to the mini program. */
export interface GivenFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** Its media type. */
  type: string;
}

/** What WeChat asks a person before it hands something personal to the mini program. */
export interface ConsentHost {
  /** Whether the person has agreed to the privacy terms; remembered for each AppID and person. */
  agreed(): boolean;
  agree(): void;
  /** The name of the privacy terms. */
  terms(): string;
  showTerms(): Promise<void>;
  /** Asks for consent to the privacy terms. */
  askPrivacy(): Promise<boolean>;
  /** Asks for the phone number. */
  askPhoneNumber(): Promise<boolean>;
  /** The picture that was chosen; undefined where none was. */
  askPicture(): Promise<GivenFile | undefined>;
  /** The pictures that were chosen of the album, at most `count`; none where it was put away. */
  askPictures(count: number): Promise<GivenFile[]>;
  /** Offers the nickname above the keyboard. */
  offerNickname(choose: (nickname: string) => void): void;
  withdrawNickname(): void;
}
