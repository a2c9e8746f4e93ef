/** Someone who can hold the phone. */
export interface PhonePerson {
  id: string;
  /** In Chinese. */
  name: string;
  nickName: string;
  /** Address of the picture. */
  picture: string;
  phone?: { countryCode: string; number: string };
  unionid?: string | undefined;
}

/** What the simulator's server tells the page when it opens. */
export interface PhoneOptions {
  /** The folder of the mini program. */
  appDir: string;
  /** The mini program's own AppID. */
  appId: string;
  /** Where its requests go, by the origin that it asks for. */
  forward: { from: string; to: string }[];
  people: PhonePerson[];
  /** Addresses of the pictures in the phone's album. */
  album: string[];
  /** The mini programs that the fake WeChat knows. */
  appIds: string[];
  /** What the fake WeChat can refuse with. */
  errcodes: { errcode: number; errmsg: string }[];
  canRestartServer: boolean;
}
