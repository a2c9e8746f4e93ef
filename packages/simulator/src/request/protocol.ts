/** What the phone asks the simulator to send for wx.request; bodies are base64, so that any byte survives JSON. */
export interface ForwardRequest {
  url: string;
  method: string;
  header: Record<string, string>;
  body?: string;
  followRedirects: boolean;
  /** Of the mini program that sends; by default, of the one that runs. */
  appId?: string;
}

export type ForwardAnswer =
  | {
      ok: true;
      statusCode: number;
      header: Record<string, string>;
      cookies: string[];
      body: string;
    }
  | {
      ok: false;
      errno: number;
      reason: string;
      /** The origin that the request was for, where it is not forwarded. */
      unforwarded?: string;
    };
