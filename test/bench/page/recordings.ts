/** How many are said after each other. */
export const RECORDINGS = 6;
