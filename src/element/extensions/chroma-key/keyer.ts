import type { Key } from './key.js';
import { FRAGMENT_SHADER, VERTEX_SHADER } from './shaders.js';

/** A square that covers the canvas, as a strip of two triangles. */
const CORNERS = new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]);

const NUMBERS = ['similarity', 'smoothness'] as const;

/** What a canvas is drawn to with; null where the browser has no WebGL. */
export function openContext(canvas: HTMLCanvasElement): WebGLRenderingContext | null {
  // A small picture: the graphics card that spares the battery is fast enough.
  const options: WebGLContextAttributes = { antialias: false, depth: false, powerPreference: 'low-power' };
  return canvas.getContext('webgl2', options) ?? canvas.getContext('webgl', options);
}

/** Draws frames without the key's colour. It is of no use any more once its context was lost. */
export class Keyer {
  readonly #gl: WebGLRenderingContext;
  readonly #program: WebGLProgram;
  readonly #texture: WebGLTexture;
  readonly #corners: WebGLBuffer;
  readonly #texel: WebGLUniformLocation | null;

  /** @throws {Error} The driver does not take the shaders. */
  constructor(gl: WebGLRenderingContext) {
    this.#gl = gl;
    this.#program = createProgram(gl);
    this.#texture = gl.createTexture();
    this.#corners = gl.createBuffer();
    this.#texel = this.#place('texel');
    gl.useProgram(this.#program);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners);
    gl.bufferData(gl.ARRAY_BUFFER, CORNERS, gl.STATIC_DRAW);
    const corner = gl.getAttribLocation(this.#program, 'corner');
    gl.enableVertexAttribArray(corner);
    gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    // A video has no sizes that are powers of two.
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  }

  setKey(key: Key): void {
    const gl = this.#gl;
    gl.uniform3f(this.#place('key'), ...key.colour);
    for (const name of NUMBERS) gl.uniform1f(this.#place(name), key[name]);
  }

  draw(video: HTMLVideoElement): void {
    const gl = this.#gl;
    const { canvas } = gl;
    const { videoWidth: width, videoHeight: height } = video;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    gl.viewport(0, 0, width, height);
    gl.uniform2f(this.#texel, 1 / width, 1 / height);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, video);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  dispose(): void {
    const gl = this.#gl;
    gl.deleteTexture(this.#texture);
    gl.deleteBuffer(this.#corners);
    gl.deleteProgram(this.#program);
  }

  #place(name: string): WebGLUniformLocation | null {
    return this.#gl.getUniformLocation(this.#program, name);
  }
}

function createProgram(gl: WebGLRenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, FRAGMENT_SHADER],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    // It stays as long as the program that it is in.
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  // A context that was just lost answers nothing, and is set up anew once it is back.
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(gl.getProgramInfoLog(program) ?? '');
  }
  return program;
}
