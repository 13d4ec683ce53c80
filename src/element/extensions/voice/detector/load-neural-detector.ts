import { untilLoaded } from '../../../../core/until-loaded.js';

/** The weights of the neural detector, 204 kB; tries until they are there. @throws {AvatarError} `ABORTED` */
export async function loadNeuralDetector(signal: AbortSignal): Promise<string> {
  // Until then speech is told by its loudness.
  const onFailure = (): void => undefined;
  const { SILERO_WEIGHTS } = await untilLoaded(() => import('./silero-weights.js'), { onFailure, signal });
  return SILERO_WEIGHTS;
}
