import type { HairColourName, SkinName } from './palettes.js';

export type HairStyle =
  'crop' | 'quiff' | 'curls' | 'afro' | 'long' | 'waves' | 'bob' | 'bun' | 'buzz' | 'bald' | 'scarf' | 'pixie';
export type Beard = 'none' | 'stubble' | 'full';
export type Glasses = 'none' | 'round' | 'square';
export type Outfit = 'sweater' | 'blazer' | 'shirt' | 'turtleneck' | 'hoodie' | 'blouse';

/** The outline of a head, in the drawing's pixels: half widths, and how far the chin is below the eyes. */
export interface FaceShape {
  cheek: number;
  jaw: number;
  jawY: number;
  chin: number;
  chinY: number;
}

/** A person who was thought up as a whole; colours and clothes vary. */
export interface Character {
  hair: HairStyle;
  face: FaceShape;
  /** How strong the lashes are: 0 to 1. */
  lashes: number;
  /** How thick the brows are: about 0.7 to 1.2. */
  brows: number;
  /** How full and coloured the lips are: 0 to 1. */
  lips: number;
  /** Half the width of the shoulders relative to the broadest. */
  build: number;
  beard: Beard;
  skins: readonly [SkinName, ...SkinName[]];
  /** Where the skin alone should not choose. */
  hairColours?: readonly [HairColourName, ...HairColourName[]];
  glasses: readonly [Glasses, ...Glasses[]];
  outfits: readonly [Outfit, ...Outfit[]];
}

const OVAL: FaceShape = { cheek: 86, jaw: 66, jawY: 72, chin: 27, chinY: 119 };
const SOFT: FaceShape = { cheek: 86, jaw: 67, jawY: 70, chin: 26, chinY: 114 };
const HEART: FaceShape = { cheek: 86, jaw: 62, jawY: 71, chin: 21, chinY: 118 };
const FIRM: FaceShape = { cheek: 86, jaw: 71, jawY: 77, chin: 34, chinY: 121 };

const WOMAN = { lashes: 1, brows: 0.8, lips: 1, build: 0.88, beard: 'none' } as const;
const MAN = { lashes: 0.15, brows: 1.1, lips: 0.25, build: 1, beard: 'none' } as const;

export const CHARACTERS: readonly [Character, ...Character[]] = [
  {
    ...WOMAN,
    hair: 'long',
    face: OVAL,
    skins: ['fair', 'olive', 'porcelain', 'tan'],
    glasses: ['none', 'none', 'round'],
    outfits: ['blouse', 'sweater', 'blazer'],
  },
  {
    ...WOMAN,
    hair: 'waves',
    face: HEART,
    skins: ['porcelain', 'fair', 'tan', 'brown'],
    glasses: ['none'],
    outfits: ['blazer', 'blouse', 'turtleneck'],
  },
  {
    ...WOMAN,
    hair: 'bob',
    face: SOFT,
    skins: ['olive', 'porcelain', 'fair'],
    glasses: ['none', 'round'],
    outfits: ['sweater', 'turtleneck', 'shirt'],
  },
  {
    ...WOMAN,
    hair: 'bun',
    face: OVAL,
    skins: ['brown', 'fair', 'ebony', 'olive'],
    glasses: ['none', 'round', 'square'],
    outfits: ['blazer', 'blouse', 'sweater'],
  },
  {
    ...WOMAN,
    hair: 'afro',
    face: SOFT,
    skins: ['ebony', 'brown', 'tan'],
    glasses: ['none', 'round'],
    outfits: ['sweater', 'blouse', 'hoodie'],
  },
  {
    ...WOMAN,
    hair: 'scarf',
    face: OVAL,
    skins: ['olive', 'tan', 'brown', 'fair'],
    glasses: ['none', 'none', 'square'],
    outfits: ['blazer', 'sweater'],
  },
  {
    ...WOMAN,
    hair: 'pixie',
    face: HEART,
    skins: ['fair', 'porcelain', 'olive'],
    hairColours: ['silver', 'sand', 'copper', 'ink'],
    glasses: ['none', 'round'],
    outfits: ['turtleneck', 'blazer', 'shirt'],
  },
  {
    ...MAN,
    hair: 'crop',
    face: OVAL,
    skins: ['fair', 'olive', 'porcelain', 'tan'],
    glasses: ['none', 'square'],
    outfits: ['shirt', 'sweater', 'blazer'],
  },
  {
    ...MAN,
    hair: 'quiff',
    face: FIRM,
    beard: 'full',
    skins: ['fair', 'olive', 'tan'],
    glasses: ['none', 'square'],
    outfits: ['shirt', 'blazer', 'sweater'],
  },
  {
    ...MAN,
    hair: 'curls',
    face: SOFT,
    skins: ['tan', 'brown', 'olive', 'fair'],
    glasses: ['none', 'round'],
    outfits: ['hoodie', 'sweater', 'shirt'],
  },
  {
    ...MAN,
    hair: 'buzz',
    face: FIRM,
    beard: 'stubble',
    skins: ['ebony', 'brown', 'tan'],
    glasses: ['none', 'square'],
    outfits: ['turtleneck', 'blazer', 'hoodie'],
  },
  {
    ...MAN,
    hair: 'bald',
    face: OVAL,
    beard: 'full',
    skins: ['brown', 'fair', 'ebony', 'olive'],
    glasses: ['none', 'round', 'square'],
    outfits: ['sweater', 'blazer', 'turtleneck'],
  },
  {
    ...MAN,
    hair: 'crop',
    face: FIRM,
    beard: 'stubble',
    skins: ['fair', 'olive', 'porcelain'],
    hairColours: ['silver'],
    glasses: ['square', 'none'],
    outfits: ['shirt', 'blazer', 'turtleneck'],
  },
];
