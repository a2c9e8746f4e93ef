/** Something wrong in a mini program, with the place to fix. */
export interface Fault {
  message: string;
  /** `file` or `file:line` of the mini program; absent where it concerns the whole folder. */
  where?: string;
  /** The simulator lacks what the program asked for; WeChat has it. */
  unsupported?: true;
}
