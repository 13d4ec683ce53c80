import type { Hex } from './colour.js';

/** A skin in the colours that light makes of it. */
export interface Skin {
  light: Hex;
  base: Hex;
  shade: Hex;
  /** Creases and outlines. */
  deep: Hex;
  blush: Hex;
  lip: Hex;
}

export const SKINS = {
  porcelain: { light: '#ffe9dc', base: '#fbd8c5', shade: '#eeb69e', deep: '#b8705a', blush: '#f4897c', lip: '#d56a68' },
  fair: { light: '#ffe0c6', base: '#f6cba9', shade: '#e4a47d', deep: '#a9633f', blush: '#ee826c', lip: '#c96259' },
  olive: { light: '#f5cfa6', base: '#e5b186', shade: '#cb8d5f', deep: '#8a5230', blush: '#d97658', lip: '#b9574c' },
  tan: { light: '#e3ad80', base: '#cc9063', shade: '#ab6f45', deep: '#6d3d20', blush: '#c4624a', lip: '#a44e45' },
  brown: { light: '#bd8259', base: '#a26842', shade: '#804d2d', deep: '#4a2814', blush: '#a94b39', lip: '#8e403c' },
  ebony: { light: '#946344', base: '#784a32', shade: '#5a3422', deep: '#2f180e', blush: '#8c3f31', lip: '#7a3636' },
} as const satisfies Record<string, Skin>;

export type SkinName = keyof typeof SKINS;

/** A hair colour in light, as it is, and in shade. */
export interface HairColour {
  light: Hex;
  base: Hex;
  deep: Hex;
  brow: Hex;
}

export const HAIR_COLOURS = {
  ink: { light: '#4d4552', base: '#2d2832', deep: '#19161d', brow: '#241f27' },
  espresso: { light: '#6e4c3c', base: '#47302a', deep: '#2b1c1a', brow: '#35231e' },
  chestnut: { light: '#a06a44', base: '#74482f', deep: '#4b2c20', brow: '#553423' },
  auburn: { light: '#c8683c', base: '#993f27', deep: '#66261c', brow: '#6f2f20' },
  copper: { light: '#ec9552', base: '#cc6a32', deep: '#923f1f', brow: '#94492a' },
  honey: { light: '#f2cf8c', base: '#d8a65c', deep: '#a4703a', brow: '#94693c' },
  sand: { light: '#fae6b8', base: '#e8c687', deep: '#b98f56', brow: '#a37c4c' },
  silver: { light: '#f3f3f5', base: '#cdced6', deep: '#94959f', brow: '#85858d' },
} as const satisfies Record<string, HairColour>;

export type HairColourName = keyof typeof HAIR_COLOURS;

export const IRISES = {
  hazel: { light: '#b98a4a', dark: '#6b4420' },
  brown: { light: '#8d5a34', dark: '#482816' },
  dark: { light: '#5f3b28', dark: '#2b1810' },
  green: { light: '#86b07a', dark: '#3d6a4b' },
  blue: { light: '#7fb4dd', dark: '#2f6596' },
  grey: { light: '#a3b6c1', dark: '#526a7a' },
} as const satisfies Record<string, { light: Hex; dark: Hex }>;

export type IrisName = keyof typeof IRISES;

/** What somebody wears: the garment, and what shows beside it (a shirt under a blazer, a ribbing, a cord). */
export interface Cloth {
  main: Hex;
  second: Hex;
}

/** A room and the clothes that look well in it. */
export interface Scheme {
  /** From the upper left to the lower right. */
  room: readonly [Hex, Hex];
  /** The light behind the head. */
  glow: Hex;
  /** Things far behind. */
  far: Hex;
  cloths: readonly [Cloth, ...Cloth[]];
}

export const SCHEMES: readonly [Scheme, ...Scheme[]] = [
  {
    room: ['#cdebea', '#77b3c2'],
    glow: '#effaf6',
    far: '#5e9fb1',
    cloths: [
      { main: '#f0795c', second: '#ffe9dc' },
      { main: '#2c4570', second: '#f3f1ec' },
      { main: '#f6ecdc', second: '#2f7186' },
    ],
  },
  {
    room: ['#ffe6d3', '#f3ad93'],
    glow: '#fff6ea',
    far: '#dd8a72',
    cloths: [
      { main: '#217a7f', second: '#f4efe6' },
      { main: '#3f4088', second: '#fff3e6' },
      { main: '#fbf5ee', second: '#c7573f' },
    ],
  },
  {
    room: ['#e6e0fb', '#a597dc'],
    glow: '#f8f5ff',
    far: '#8878c6',
    cloths: [
      { main: '#ecb648', second: '#fff4d9' },
      { main: '#4f3370', second: '#f1eaf9' },
      { main: '#f7f2ea', second: '#7a66bd' },
    ],
  },
  {
    room: ['#e0efd8', '#93ba97'],
    glow: '#f6fbee',
    far: '#6f9d7a',
    cloths: [
      { main: '#cc694b', second: '#fbeadd' },
      { main: '#2c5c4c', second: '#f2efe2' },
      { main: '#f8f0de', second: '#44705a' },
    ],
  },
  {
    room: ['#d8e8ff', '#84abee'],
    glow: '#f2f7ff',
    far: '#6a90d8',
    cloths: [
      { main: '#27407f', second: '#f4f6fb' },
      { main: '#f6bb4a', second: '#fff3d6' },
      { main: '#ee6c64', second: '#ffe8e3' },
    ],
  },
  {
    room: ['#fde2e3', '#e59aac'],
    glow: '#fff4f2',
    far: '#cf7b92',
    cloths: [
      { main: '#7d2f4a', second: '#fbeae9' },
      { main: '#2f7f83', second: '#f2f2ec' },
      { main: '#3b3f51', second: '#f6f1f0' },
    ],
  },
  {
    room: ['#f8eedb', '#d6b98e'],
    glow: '#fffaf0',
    far: '#b99a6b',
    cloths: [
      { main: '#3f70aa', second: '#f6f1e7' },
      { main: '#5d6b3c', second: '#f3eedd' },
      { main: '#b5542f', second: '#fae9d8' },
    ],
  },
  {
    room: ['#5a6f9c', '#202a48'],
    glow: '#8fa5d2',
    far: '#18213c',
    cloths: [
      { main: '#f0866b', second: '#fff0e6' },
      { main: '#e6e9f2', second: '#4a63a0' },
      { main: '#4ab0a6', second: '#eafaf5' },
    ],
  },
];
