import { getMultipartBoundary, MultipartParser, type MultipartPart } from '@remix-run/multipart-parser';

import { badRequest, RequestProblem } from '../request-problem.js';
import { joined } from '../bytes.js';
import { nextTurn } from './body-time.js';
import type { IncomingBody } from './incoming-body.js';

/** Of a form so many parts are looked at: more than it needs, and few enough to cost nothing. */
const MOST_PARTS = 16;

/** So much is looked at in one turn of the event loop, in bytes: a body may be made to be searched slowly. */
const SLICE_BYTES = 1024 * 1024;

/** Of one part's headers, in bytes. */
const LONGEST_HEADER = 4 * 1024;

export interface FormFields {
  /** The texts of the fields that are wanted, where they are there. */
  texts: ReadonlyMap<string, string>;
  /** The file in the field that is wanted: a view of the body, not a copy. */
  file: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Reads the fields of a form that are wanted, of each the first, and nothing else.
 * @throws {RequestProblem} 400, 413, 429, 503
 */
export async function readMultipartForm(
  request: { header: (name: string) => string | undefined; body: IncomingBody },
  expected: string,
  { texts, file }: { texts: readonly string[]; file: string },
): Promise<FormFields> {
  const boundary = getMultipartBoundary(request.header('Content-Type') ?? '');
  if (!boundary || boundary.length > 70) return badRequest('the body', expected);
  const body = await request.body.bytes();
  const parser = new MultipartParser(boundary, {
    ...{ maxParts: MOST_PARTS, maxHeaderSize: LONGEST_HEADER, maxFileSize: body.length, maxTotalSize: body.length },
  });
  const found = new Map<string, string>();
  let foundFile: Uint8Array<ArrayBuffer> | undefined;
  const take = (part: MultipartPart): void => {
    const { name = '' } = part;
    if (name === file && part.isFile) foundFile ??= viewOf(part.content);
    else if (texts.includes(name) && part.isText && !found.has(name)) found.set(name, part.text);
  };
  try {
    for (let at = 0; at < body.length; at += SLICE_BYTES) {
      for (const part of parser.write(body.subarray(at, at + SLICE_BYTES))) take(part);
      if (at + SLICE_BYTES < body.length) await nextTurn();
    }
    parser.finish();
  } catch (error) {
    if (error instanceof RequestProblem) throw error;
    return badRequest('the body', expected);
  }
  return { texts: found, file: foundFile };
}

/** What was cut apart for the parser lies side by side in the body. */
function viewOf(content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const pieces = content as readonly Uint8Array<ArrayBuffer>[];
  const [first = new Uint8Array()] = pieces;
  let end = first.byteOffset;
  const isWhole = pieces.every((piece) => {
    const follows = piece.buffer === first.buffer && piece.byteOffset === end;
    end += piece.length;
    return follows;
  });
  const length = end - first.byteOffset;
  return isWhole ? new Uint8Array(first.buffer, first.byteOffset, length) : joined(pieces);
}
