/** Someone who can hold the phone. */
export interface PhonePerson {
  id: string;
  name: string;
  nickName: string;
  /** Address of the picture. */
  picture: string;
  phone?: { countryCode: string; number: string };
  unionid?: string | undefined;
}

/** What the phone's page is told by its server when it opens. */
export interface PhoneOptions {
  people: PhonePerson[];
  /** The mini programs that the fake WeChat knows. */
  appIds: string[];
  /** What the fake WeChat can refuse with. */
  errcodes: { errcode: number; errmsg: string }[];
  /** The origin that the mini program takes for its server's. */
  serverUrl?: string | undefined;
  canRestartServer: boolean;
}
