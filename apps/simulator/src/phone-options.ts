/** What the phone's page is told by its server when it opens. */
export interface PhoneOptions {
  people: { id: string; name: string; unionid?: string | undefined }[];
}
