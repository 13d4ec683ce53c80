import type { Outfit } from '../characters.js';
import type { Layer } from './layers.js';

export type ClothTone = 'main' | 'mainLight' | 'mainDeep' | 'second' | 'secondDeep' | 'shade' | 'sheen';
type ClothLayer = Layer<ClothTone>;

/** `shade` and `sheen` are soft: the side away from the light, and the shoulder towards it. */

/** Clothes as drawings, for the broadest build. The neck ends at x = ±37. */
export interface OutfitDrawing {
  /** Behind the neck. */
  back?: readonly ClothLayer[];
  front: readonly ClothLayer[];
}

const SHOULDERS_RIGHT = 'C66,164 108,170 138,183 C174,199 188,238 194,320';
const SHOULDERS_LEFT = 'C-188,238 -174,199 -138,183 C-108,170 -66,164';

const torso = (neckline: string, half = 47, y = 150): string =>
  `M${half},${y} ${SHOULDERS_RIGHT} L-194,320 ${SHOULDERS_LEFT} -${half},${y} ${neckline} Z`;

const FOLDS: readonly ClothLayer[] = [
  { d: `M47,150 ${SHOULDERS_RIGHT} L60,320 Z`, tone: 'shade' },
  {
    d: 'M-131,320 C-130,276 -126,252 -108,230 C-120,256 -124,282 -125,320 Z',
    tone: 'mainDeep',
    opacity: 0.35,
    twin: true,
  },
  { d: `M-110,320 L-194,320 ${SHOULDERS_LEFT} -47,150 Z`, tone: 'sheen' },
];

export const OUTFITS: Record<Outfit, OutfitDrawing> = {
  sweater: {
    front: [
      { d: torso('C-38,178 38,178 47,150'), tone: 'main' },
      ...FOLDS,
      { d: 'M-47,149 C-38,177 38,177 47,149 L55,156 C46,194 -46,194 -55,156 Z', tone: 'mainLight', opacity: 0.7 },
      { d: 'M-55,156 C-46,194 46,194 55,156', tone: 'mainDeep', opacity: 0.45, stroke: 1.8 },
      { d: 'M-55,157 C-46,195 46,195 55,157 C50,208 -50,208 -55,157 Z', tone: 'mainDeep', opacity: 0.2 },
    ],
  },
  turtleneck: {
    front: [
      { d: torso('C-44,140 44,140 47,150'), tone: 'main' },
      ...FOLDS,
      {
        d: 'M-40,116 C-28,126 28,126 40,116 C43,130 46,144 54,156 C40,176 -40,176 -54,156 C-46,144 -43,130 -40,116 Z',
        tone: 'main',
      },
      { d: 'M-40,116 C-28,126 28,126 40,116 L41,126 C28,136 -28,136 -41,126 Z', tone: 'mainDeep', opacity: 0.28 },
      { d: 'M-54,156 C-40,176 40,176 54,156 C48,190 -48,190 -54,156 Z', tone: 'mainDeep', opacity: 0.3 },
      { d: 'M-20,128 L-22,168 M0,130 L0,171 M20,128 L22,168', tone: 'mainDeep', opacity: 0.22, stroke: 2 },
    ],
  },
  shirt: {
    front: [
      { d: torso('C-30,172 -10,186 0,200 C10,186 30,172 47,150'), tone: 'main' },
      ...FOLDS,
      { d: 'M0,200 V320', tone: 'mainDeep', opacity: 0.4, stroke: 1.8 },
      { d: 'M9,206 V320', tone: 'mainDeep', opacity: 0.2, stroke: 1.4 },
      { d: 'M4.5,226 a2.6,2.6 0 1 0 .01,0 Z M4.5,262 a2.6,2.6 0 1 0 .01,0 Z', tone: 'second' },
      {
        d: 'M-41,134 C-50,142 -56,152 -58,160 L-36,204 C-28,196 -12,198 0,200 C-18,184 -34,164 -41,134 Z',
        tone: 'mainDeep',
        opacity: 0.25,
        twin: true,
      },
      {
        d: 'M-41,130 C-50,138 -55,148 -56,156 L-36,198 C-26,190 -12,192 0,196 C-18,180 -34,160 -41,130 Z',
        tone: 'mainLight',
        twin: true,
      },
    ],
  },
  blazer: {
    front: [
      { d: torso('C-36,180 36,180 47,150'), tone: 'second' },
      { d: 'M-47,149 C-36,181 36,181 47,149 L51,152 C40,188 -40,188 -51,152 Z', tone: 'secondDeep', opacity: 0.35 },
      {
        d: 'M-56,150 C-70,163 -110,170 -140,182 C-176,198 -190,238 -196,320 L4,320 C-28,280 -50,212 -56,150 Z',
        tone: 'main',
      },
      { d: 'M56,150 C70,163 110,170 140,182 C176,198 190,238 196,320 L-14,320 C24,280 50,212 56,150 Z', tone: 'main' },
      ...FOLDS,
      {
        d: 'M56,156 L92,190 L80,200 L100,214 L-4,322 L-16,322 C24,280 48,212 56,156 Z',
        tone: 'mainDeep',
        opacity: 0.3,
      },
      {
        d: 'M-58,148 C-62,150 -66,153 -70,156 L-90,188 L-78,197 L-97,209 C-76,250 -40,296 -4,324 C-30,280 -52,214 -58,148 Z',
        tone: 'mainLight',
        twin: true,
      },
      {
        d: 'M-70,156 L-90,188 L-78,197 L-97,209 C-76,250 -40,296 -4,324',
        tone: 'mainDeep',
        opacity: 0.28,
        stroke: 1.5,
        twin: true,
      },
    ],
  },
  hoodie: {
    back: [{ d: 'M-92,168 C-104,120 -64,92 0,92 C64,92 104,120 92,168 Z', tone: 'mainDeep' }],
    front: [
      { d: torso('C-38,186 38,186 47,150'), tone: 'main' },
      ...FOLDS,
      {
        d: 'M-46,136 C-70,128 -96,146 -90,170 C-76,196 -30,206 0,229 L0,204 C-24,192 -44,170 -46,136 Z',
        tone: 'mainDeep',
        opacity: 0.3,
        twin: true,
      },
      {
        d: 'M-46,130 C-70,122 -98,142 -90,164 C-76,190 -30,200 0,223 L0,199 C-24,187 -44,166 -46,130 Z',
        tone: 'mainLight',
        twin: true,
      },
      { d: 'M-22,210 C-24,232 -20,246 -23,268', tone: 'second', stroke: 4.2, twin: true },
    ],
  },
  blouse: {
    front: [
      { d: torso('C-40,184 -18,216 0,232 C18,216 40,184 47,150'), tone: 'main' },
      ...FOLDS,
      { d: 'M-47,148 C-40,184 -18,216 0,232 L2,246 C-26,226 -54,190 -60,153 Z', tone: 'mainLight', twin: true },
      { d: 'M-60,153 C-54,190 -26,226 2,246', tone: 'mainDeep', opacity: 0.35, stroke: 1.8, twin: true },
    ],
  },
};
