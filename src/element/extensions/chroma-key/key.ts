import type { AvatarHost } from '../extension.js';
import { readColour, type Rgb } from './css-colour.js';

/** What is taken out of the picture. */
export interface Key {
  colour: Rgb;
  /** How far from the colour is still all of it: 0 the colour alone, 1 as far as grey. */
  similarity: number;
  /** Over how much more the picture becomes opaque, in the same measure. */
  smoothness: number;
}

const DEFAULT_COLOUR = '#00ff00';
const DEFAULT_SIMILARITY = 0.4;
const DEFAULT_SMOOTHNESS = 0.3;

/** The distance between the strongest and the weakest part of a colour that tells it from skin, shirts and shadows. */
const LEAST_STRENGTH = 0.25;

/** Reads the attribute and the custom properties; undefined, with an error in the log, where the colour cannot be keyed. */
export function readKey(host: AvatarHost): Key | undefined {
  const value = host.chromaKey?.trim() ?? '';
  const colour = readColour(value === '' ? DEFAULT_COLOUR : value);
  if (!colour || Math.max(...colour) - Math.min(...colour) < LEAST_STRENGTH) {
    host
      .createLogger()
      .error(`chroma-key cannot be "${value}": it should be a strong colour, such as #00ff00. Nothing is keyed.`);
    return undefined;
  }
  return {
    colour,
    similarity: readShare(host, '--kaltura-avatar-chroma-similarity', DEFAULT_SIMILARITY),
    smoothness: readShare(host, '--kaltura-avatar-chroma-smoothness', DEFAULT_SMOOTHNESS),
  };
}

function readShare(host: AvatarHost, property: string, initial: number): number {
  const value = getComputedStyle(host).getPropertyValue(property).trim();
  if (value === '') return initial;
  const share = Number(value);
  if (share >= 0 && share <= 1) return share;
  host.createLogger().error(`${property} cannot be "${value}": it should be a number from 0 to 1. ${initial} is used.`);
  return initial;
}
