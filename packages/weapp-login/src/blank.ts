/** Nothing of this has a shape: white space, what Unicode says to ignore, annotation marks, the blank Braille pattern. */
const invisible = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]*$/u;

/** Whether a text shows nothing, however many characters it has. */
export const looksEmpty = (text: string): boolean => invisible.test(text);
