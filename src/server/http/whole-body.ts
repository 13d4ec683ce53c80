/** Where the length is not told, or cannot be right, room is made for so much at first, in bytes. */
const FIRST_BYTES = 64 * 1024;

/** No more room than this is made for what was only announced, in bytes. */
const MOST_AHEAD_BYTES = 16 * 1024 * 1024;

/**
 * All of a request's body, in one piece of memory from the start where its length is told; undefined where it is longer than
 * `most` bytes.
 */
export async function readWhole(request: Request): Promise<Uint8Array<ArrayBuffer>>;
export async function readWhole(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
export async function readWhole(request: Request, most = Infinity): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { body } = request;
  if (!body) return new Uint8Array();
  const told = Number(request.headers.get('Content-Length'));
  let bytes = new Uint8Array(Number.isInteger(told) && told > 0 && told <= MOST_AHEAD_BYTES ? told : FIRST_BYTES);
  let length = 0;
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  for (let { value } = await reader.read(); value; { value } = await reader.read()) {
    if (length + value.length > most) return undefined;
    if (length + value.length > bytes.length) {
      const larger = new Uint8Array(Math.max(2 * bytes.length, length + value.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(value, length);
    length += value.length;
  }
  return bytes.subarray(0, length);
}
