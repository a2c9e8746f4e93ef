/** Something wrong in the mini program's files, with the place to mend. */
export interface Fault {
  message: string;
  /** `file` or `file:line` of the mini program; absent where it concerns the whole folder. */
  where?: string;
}
