/** In GLSL ES 1.00, which both versions of WebGL take. */
export const VERTEX_SHADER = `
attribute vec2 corner;
varying vec2 at;

void main() {
  // Rows of a video come from the top, those of a texture from the bottom.
  at = vec2(corner.x, -corner.y) * 0.5 + 0.5;
  gl_Position = vec4(corner, 0.0, 1.0);
}
`;

/**
 * Brightness does not count, so that shadows on the screen are keyed as well. Distances are measured in the strength of the
 * key's own colour: 0 is the key, 1 as far as grey.
 */
export const FRAGMENT_SHADER = `
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif

uniform sampler2D picture;
uniform vec2 texel;
uniform vec3 key;
uniform float similarity;
uniform float smoothness;
varying vec2 at;

// Y, and Cb and Cr, of BT.601.
float lumaOf(vec3 colour) {
  return dot(colour, vec3(0.299, 0.587, 0.114));
}

vec2 chromaOf(vec3 colour) {
  return vec2(
    dot(colour, vec3(-0.168736, -0.331264, 0.5)),
    dot(colour, vec3(0.5, -0.418688, -0.081312))
  );
}

vec2 chromaAt(float x, float y) {
  return chromaOf(texture2D(picture, at + texel * vec2(x, y)).rgb);
}

void main() {
  vec2 keyChroma = chromaOf(key);
  float strength = length(keyChroma);
  float from = similarity * strength;
  float to = from + max(smoothness, 0.001) * strength;

  // A video has one chroma for four pixels: between them it is smoothed, or edges become stairs.
  vec2 chroma = 0.25 * (chromaAt(-0.5, -0.5) + chromaAt(0.5, -0.5) + chromaAt(-0.5, 0.5) + chromaAt(0.5, 0.5));
  float alpha = smoothstep(from, to, distance(chroma, keyChroma));
  if (alpha == 0.0) {
    // Most of the picture: what it would have looked like needs no work.
    gl_FragColor = vec4(0.0);
    return;
  }

  // Along an edge whatever leans towards the key is taken out; elsewhere only what leans to neither side, so that clothes
  // of a kindred colour keep theirs.
  vec2 axis = keyChroma / strength;
  float along = dot(chroma, axis);
  float spill = 0.0;
  if (along > 0.0) {
    float nearest = min(
      min(distance(chromaAt(-2.0, 0.0), keyChroma), distance(chromaAt(2.0, 0.0), keyChroma)),
      min(distance(chromaAt(0.0, -2.0), keyChroma), distance(chromaAt(0.0, 2.0), keyChroma))
    );
    float across = abs(chroma.x * axis.y - chroma.y * axis.x) * smoothstep(from, to, nearest);
    spill = clamp((along - across) / strength, 0.0, 0.9);
  }

  // With the smoothed chroma as well, or the edge is speckled with what the one has and the other has not.
  float luma = max(0.0, lumaOf(texture2D(picture, at).rgb) - spill * lumaOf(key)) / (1.0 - spill);
  vec2 clean = (chroma - spill * keyChroma) / (1.0 - spill);
  vec3 colour = luma + vec3(1.402 * clean.y, -0.344136 * clean.x - 0.714136 * clean.y, 1.772 * clean.x);

  gl_FragColor = vec4(clamp(colour, 0.0, 1.0) * alpha, alpha);
}
`;
