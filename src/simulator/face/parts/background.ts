import type { SKRSContext2D } from '@napi-rs/canvas';

import { fade, mix } from '../colour.js';
import { FACE_SIZE } from '../face.js';
import type { Paint, Paintbox } from '../paintbox.js';
import type { Scheme } from '../palettes.js';
import { chance } from '../seeded.js';
import type { Scene, Traits } from '../traits.js';
import type { Part } from './part.js';

type Painter = (context: SKRSContext2D, box: Paintbox, scheme: Scheme, seed: number) => void;

/** What `chroma-key` takes away by default. */
const GREEN = '#00ff00';

/** A quiet room, out of focus, or a green screen. It is painted once. */
export function createBackground(box: Paintbox, { scheme, scene, seed }: Traits): Part {
  if (scene === 'green screen') return createGreenScreen();
  const picture = box.picture(FACE_SIZE, FACE_SIZE, (context) => {
    context.fillStyle = box.linear(
      [60, 0],
      [FACE_SIZE - 60, FACE_SIZE],
      [
        [0, scheme.room[0]],
        [1, scheme.room[1]],
      ],
    );
    context.fillRect(0, 0, FACE_SIZE, FACE_SIZE);
    SCENES[scene](context, box, scheme, seed);
    context.filter = 'none';
    context.globalAlpha = 1;
    context.fillStyle = box.radial([230, 200], 340, [
      [0, fade(scheme.glow, 0.75)],
      [0.4, fade(scheme.glow, 0.42)],
      [0.7, fade(scheme.glow, 0.13)],
      [0.87, fade(scheme.glow, 0.03)],
      [1, fade(scheme.glow, 0)],
    ]);
    context.fillRect(0, 0, FACE_SIZE, FACE_SIZE);
  });
  return { draw: (context) => picture.draw(context, 0, 0, FACE_SIZE, FACE_SIZE) };
}

function createGreenScreen(): Part {
  return {
    draw(context) {
      context.fillStyle = GREEN;
      context.fillRect(0, 0, FACE_SIZE, FACE_SIZE);
    },
  };
}

const SCENES: Record<Exclude<Scene, 'green screen'>, Painter> = {
  disc(context, box, scheme) {
    context.filter = 'blur(2px)';
    disc(context, 256, 250, 206, fade(scheme.glow, 0.35));
    context.filter = 'blur(1px)';
    disc(
      context,
      256,
      250,
      170,
      box.linear(
        [130, 90],
        [390, 420],
        [
          [0, fade(scheme.glow, 0.85)],
          [1, fade(scheme.far, 0.25)],
        ],
      ),
    );
  },

  leaves(context, box, scheme, seed) {
    const lean = chance(seed, 40) * 0.3 - 0.15;
    for (const [x, y, size, angle, blur, opacity] of [
      [20, 420, 250, -0.25, 9, 0.4],
      [-10, 470, 210, 0.25, 5, 0.55],
      [64, 505, 190, -0.62, 6, 0.45],
      [500, 480, 270, 0.05, 9, 0.4],
      [530, 500, 220, -0.5, 5, 0.55],
      [456, 520, 180, 0.5, 6, 0.4],
    ] as const) {
      context.save();
      context.filter = `blur(${blur}px)`;
      context.translate(x, y);
      context.rotate(angle + lean);
      context.scale(size / 100, size / 100);
      context.globalAlpha = opacity;
      context.fillStyle = scheme.far;
      context.fill(box.path('M0,0 C-26,-30 -26,-76 0,-110 C26,-76 26,-30 0,0 Z'));
      context.restore();
    }
  },

  arches(context, box, scheme) {
    const arch = (x: number, top: number, half: number, opacity: number): void => {
      context.fillStyle = box.linear(
        [x - half, top],
        [x + half, FACE_SIZE],
        [
          [0, fade(mix(scheme.glow, scheme.room[0], 0.3), opacity)],
          [1, fade(scheme.far, opacity * 0.45)],
        ],
      );
      context.fill(box.path(`M${x - half},520 V${top + half} A${half},${half} 0 0 1 ${x + half},${top + half} V520 Z`));
    };
    context.filter = 'blur(3px)';
    arch(256, 34, 214, 0.4);
    context.filter = 'blur(1.5px)';
    arch(256, 74, 172, 0.75);
  },

  bokeh(context, _box, scheme, seed) {
    context.filter = 'blur(7px)';
    for (let index = 0; index < 14; index += 1) {
      const x = chance(seed, 50 + index * 3) * FACE_SIZE;
      const y = chance(seed, 51 + index * 3) * 430;
      const size = chance(seed, 52 + index * 3);
      disc(context, x, y, 18 + size * 42, fade(index % 3 === 0 ? scheme.far : scheme.glow, 0.16 + 0.2 * (1 - size)));
    }
  },
};

function disc(context: SKRSContext2D, x: number, y: number, radius: number, paint: Paint): void {
  context.fillStyle = paint;
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}
