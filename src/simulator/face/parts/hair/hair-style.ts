import type { Layer } from '../layers.js';

/** `base`, `light` and `deep` are the hair's own colours; `fabric` tones belong to what covers it, `fabricShade` to what lies under the chin. */
export type HairTone = 'base' | 'light' | 'deep' | 'fabric' | 'fabricLight' | 'fabricDeep' | 'fabricShade';
export type HairLayer = Layer<HairTone>;

/** A hair style as drawings. The origin is between the eyes; the skull ends at y = -114 and x = ±86. */
export interface HairStyleDrawing {
  /** Behind the body. */
  back?: readonly HairLayer[];
  /** Over the body, behind the face. */
  middle?: readonly HairLayer[];
  /** Over the face. */
  front: readonly HairLayer[];
  /** What throws a shadow on the forehead: an SVG path. */
  shadow?: string;
}
