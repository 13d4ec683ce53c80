import {
  HAIR_COLOURS,
  IRISES,
  SCHEMES,
  SKINS,
  type Cloth,
  type HairColour,
  type HairColourName,
  type IrisName,
  type Scheme,
  type Skin,
  type SkinName,
} from './palettes.js';
import { CHARACTERS, type Character } from './characters.js';
import type { Hex } from './colour.js';
import { chance, pick, seedOf } from './seeded.js';

export type Scene = 'disc' | 'leaves' | 'arches' | 'bokeh' | 'green screen';

/** Who has an id that ends so is the one of the id without it, before a green screen. */
const GREEN_SCREEN = '-green-screen';

/** Everything that tells one avatar from another. */
export interface Traits {
  seed: number;
  character: Character;
  skin: Skin;
  hairColour: HairColour;
  iris: (typeof IRISES)[IrisName];
  scheme: Scheme;
  cloth: Cloth;
  /** What a headscarf is made of. */
  fabric: Hex;
  outfit: Character['outfits'][number];
  glasses: Character['glasses'][number];
  scene: Scene;
  features: Features;
}

/** What makes two faces of one shape differ. */
export interface Features {
  /** The size of the eyes: about 1. */
  eyes: number;
  /** How far the outer corners of the eyes are raised, in radians. */
  tilt: number;
  /** The width of the nose: about 1. */
  nose: number;
  freckles: boolean;
  earrings: boolean;
}

const HAIR_OF_SKIN: Record<SkinName, readonly [HairColourName, ...HairColourName[]]> = {
  porcelain: ['copper', 'sand', 'auburn', 'chestnut', 'ink', 'honey'],
  fair: ['chestnut', 'honey', 'espresso', 'auburn', 'sand'],
  olive: ['espresso', 'ink', 'chestnut'],
  tan: ['ink', 'espresso', 'chestnut'],
  brown: ['ink', 'espresso'],
  ebony: ['ink', 'espresso'],
};

const IRISES_OF_SKIN: Record<SkinName, readonly [IrisName, ...IrisName[]]> = {
  porcelain: ['blue', 'green', 'grey', 'hazel'],
  fair: ['hazel', 'green', 'blue', 'brown'],
  olive: ['brown', 'hazel', 'green'],
  tan: ['brown', 'dark', 'hazel'],
  brown: ['dark', 'brown'],
  ebony: ['dark', 'brown'],
};

const SCENES: readonly [Scene, ...Scene[]] = ['disc', 'leaves', 'arches', 'bokeh'];

/** The same id always gives the same avatar. Every part comes from a curated set; only the combination is chance. */
export function traitsOf(avatarId: string): Traits {
  if (avatarId.endsWith(GREEN_SCREEN)) {
    return { ...traitsOf(avatarId.slice(0, -GREEN_SCREEN.length)), scene: 'green screen' };
  }
  const seed = seedOf(avatarId);
  const character = pick(seed, 0, CHARACTERS);
  const skinName = pick(seed, 1, character.skins);
  const scheme = pick(seed, 4, SCHEMES);
  const cloth = pick(seed, 5, scheme.cloths);
  const wearsScarf = character.hair === 'scarf';
  return {
    seed,
    character,
    skin: SKINS[skinName],
    hairColour: HAIR_COLOURS[pick(seed, 2, character.hairColours ?? HAIR_OF_SKIN[skinName])],
    iris: IRISES[pick(seed, 3, IRISES_OF_SKIN[skinName])],
    scheme,
    // A coloured scarf asks for quiet clothes.
    cloth: wearsScarf ? { main: cloth.second, second: cloth.main } : cloth,
    fabric: cloth.main,
    outfit: pick(seed, 6, character.outfits),
    glasses: pick(seed, 7, character.glasses),
    scene: pick(seed, 8, SCENES),
    features: {
      eyes: pick(seed, 9, [0.95, 1, 1.05]),
      tilt: pick(seed, 10, [-0.03, 0.01, 0.05]),
      nose: pick(seed, 11, [0.92, 1, 1.08]),
      freckles: (skinName === 'porcelain' || skinName === 'fair') && chance(seed, 12) < 0.35,
      earrings: character.lashes > 0.5 && chance(seed, 13) < 0.55,
    },
  };
}
