import { getMultipartBoundary, parseMultipart } from '@remix-run/multipart-parser';

import { badRequest, RequestProblem } from '../request-problem.js';
import type { IncomingBody } from './incoming-body.js';

/** Of a form so many parts are looked at: more than it needs, and few enough to cost nothing. */
const MOST_PARTS = 16;

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
  const limits = { maxParts: MOST_PARTS, maxHeaderSize: LONGEST_HEADER, maxFileSize: body.length };
  const found = new Map<string, string>();
  let foundFile: Uint8Array<ArrayBuffer> | undefined;
  try {
    for (const part of parseMultipart(body, { boundary, ...limits, maxTotalSize: body.length })) {
      const { name = '' } = part;
      if (name === file && part.isFile) foundFile ??= viewOf(part.content);
      else if (texts.includes(name) && part.isText && !found.has(name)) found.set(name, part.text);
    }
  } catch (error) {
    if (error instanceof RequestProblem) throw error;
    return badRequest('the body', expected);
  }
  return { texts: found, file: foundFile };
}

/** A body that is there whole gives each part in one piece. */
function viewOf(content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [piece = new Uint8Array()] = content;
  return piece as Uint8Array<ArrayBuffer>;
}
