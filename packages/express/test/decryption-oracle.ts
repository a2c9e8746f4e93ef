const blockBytes = 16;

/** What someone recorded who has no key: whole blocks of AES-CBC, the first two of which are printable ASCII inside. */
export interface Recording {
  encryptedData: string;
  iv: string;
}

/** Sends data of the attacker's making, and resolves with all that the attacker can see of the answer. */
export type Ask = (data: Recording) => Promise<string>;

const isPrintable = (byte: number) => byte >= 0x20 && byte <= 0x7e;

/**
 * Decrypts a byte of a recording where answers tell whether a second block is printable. The changes of seven bits that
 * make a printable byte unprintable are another set for each byte.
 * @param where.block 0 for the first
 * @returns the character, or undefined where the answers don't give it away
 */
export async function attackReadability(
  ask: Ask,
  recording: Recording,
  where: { block: number; byte: number },
): Promise<string | undefined> {
  const { first, before, target } = cut(recording, where.block);
  const answers = await together(128, (flip) =>
    ask(data(recording, first, flipped(before, where.byte, flip), target)),
  );
  for (let byte = 0x20; isPrintable(byte); byte++)
    if (tells(answers, (flip) => isPrintable(byte ^ flip))) return String.fromCharCode(byte);
  return undefined;
}

/**
 * The padding oracle of the books: decrypts the last byte of a block where answers tell whether a padding is right.
 * One of 256 changes makes that byte a padding of 1; the readable blocks before it keep other checks quiet.
 */
export async function attackPadding(
  ask: Ask,
  recording: Recording,
  where: { block: number },
): Promise<string | undefined> {
  const { first, second, before, target } = cut(recording, where.block);
  const last = blockBytes - 1;
  const answers = await together(256, (flip) =>
    ask(data(recording, first, second, flipped(before, last, flip), target)),
  );
  for (let byte = 0; byte < 256; byte++)
    if (tells(answers, (flip) => (byte ^ flip) === 1)) return String.fromCharCode(byte);
  return undefined;
}

/** Whether the answers are of two kinds, which part the numbers as `kind` does. */
const tells = (answers: readonly string[], kind: (index: number) => boolean) => {
  const of = (which: boolean) => new Set(answers.filter((_, index) => kind(index) === which));
  const [yes, no] = [of(true), of(false)];
  return yes.size === 1 && no.size === 1 && ![...yes].some((answer) => no.has(answer));
};

function cut({ encryptedData }: Recording, block: number) {
  const bytes = Buffer.from(encryptedData, 'base64');
  const at = (index: number) => bytes.subarray(index * blockBytes, (index + 1) * blockBytes);
  return { first: at(0), second: at(1), before: at(block - 1), target: at(block) };
}

function flipped(block: Buffer, byte: number, flip: number): Buffer {
  const copy = Buffer.from(block);
  copy[byte] = (copy[byte] ?? 0) ^ flip;
  return copy;
}

const data = ({ iv }: Recording, ...blocks: Buffer[]): Recording => ({
  iv,
  encryptedData: Buffer.concat(blocks).toString('base64'),
});

/** Sixteen at a time, so that a test need not wait for each. */
async function together(count: number, ask: (index: number) => Promise<string>) {
  const answers: string[] = [];
  for (let start = 0; start < count; start += 16)
    answers.push(
      ...(await Promise.all(Array.from({ length: 16 }, (_, index) => ask(start + index)))),
    );
  return answers;
}
