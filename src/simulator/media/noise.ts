const LOUDEST = 32_767;

/** Adds a noise of this loudness, the root mean square from 0 to 1, to what is heard. */
export function createNoise(loudness: number): (samples: Int16Array) => void {
  if (loudness === 0) return () => undefined;
  // Of evenly spread values the root mean square is the largest over the root of three.
  const largest = loudness * LOUDEST * Math.sqrt(3);
  return (samples) => {
    for (let index = 0; index < samples.length; index++) {
      const value = (samples[index] ?? 0) + (Math.random() * 2 - 1) * largest;
      samples[index] = Math.max(-LOUDEST, Math.min(LOUDEST, value));
    }
  };
}
