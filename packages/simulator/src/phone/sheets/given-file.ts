import type { GivenFile } from '../../consent.ts';

/** A picture of the simulator's server. */
export async function download(address: string): Promise<GivenFile> {
  const answer = await fetch(new URL(address, location.href));
  const type = answer.headers.get('content-type') ?? '';
  return { bytes: new Uint8Array(await answer.arrayBuffer()), type };
}

/** A file of the computer that the browser runs on. */
export async function readFile(file: File): Promise<GivenFile> {
  return { bytes: new Uint8Array(await file.arrayBuffer()), type: file.type };
}
