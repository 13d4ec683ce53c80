/** What `build/silero-weights.ts` writes beside this file, for {@link readWeights}; it is not in the repository. */
export declare const SILERO_WEIGHTS: string;
