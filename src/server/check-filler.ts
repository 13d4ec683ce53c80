import { isRecord, type Complain } from '../core/json-reader.js';
import type { AvatarBackendOptions } from './options.js';
import type { Filler } from './speech/filler.js';

const EXPECTED = "{ afterMs: 1500, text: 'Let me see.' }, or a list of texts";

/** What is said while an answer takes its time. */
export function checkFiller({ filler, reply }: AvatarBackendOptions, complain: Complain): Filler | undefined {
  if (filler === undefined) return undefined;
  if (!isRecord(filler)) complain('filler', EXPECTED);
  const { afterMs, text, clip }: Record<string, unknown> = { ...filler };
  if (typeof afterMs !== 'number' || !(afterMs >= 0 && afterMs < Infinity))
    complain('filler.afterMs', 'a number of milliseconds, such as 1500');
  const texts: unknown[] = Array.isArray(text) ? text : [text];
  if (texts.length === 0 || !texts.every((one) => typeof one === 'string' && one.trim() !== ''))
    complain('filler.text', 'what is said, or a list of that');
  if (clip !== undefined && !(clip instanceof Blob || clip instanceof Uint8Array))
    complain('filler.clip', 'a Blob or a Uint8Array of an MP3 file');
  if (!reply) complain('filler', 'left out where there is no reply, whose time it fills');
  return filler;
}
