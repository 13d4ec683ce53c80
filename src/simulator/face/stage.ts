/** Where the middle between the eyes is on the picture, and how much larger the picture is than the drawing. */
export const STAGE = Object.freeze({ eyesX: 256, eyesY: 232, scale: 1.12 });
