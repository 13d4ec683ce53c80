import { createFace } from '../face/drawn-face.js';
import { FACE_SIZE } from '../face/face.js';
import { CLOSED_MOUTH } from '../mouth.js';
import { importOptional } from '../optional-package.js';

/** A moment at which no face that is drawn here blinks. */
const STILL_MS = 1000;

const drawn = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** The picture of an avatar as a PNG, drawn once. */
export function pictureOf(avatarId: string): Promise<Uint8Array<ArrayBuffer>> {
  const picture = drawn.get(avatarId) ?? draw(avatarId);
  drawn.set(avatarId, picture);
  return picture;
}

async function draw(avatarId: string): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = await importOptional(() => import('@napi-rs/canvas'), '@napi-rs/canvas');
  const picture = canvas.createCanvas(FACE_SIZE, FACE_SIZE);
  createFace(canvas, avatarId).draw(picture.getContext('2d'), { timeMs: STILL_MS, mouth: CLOSED_MOUTH, energy: 0 });
  return new Uint8Array(await picture.encode('png'));
}
