import { isRecord, JsonReader, type Complain } from '../../core/json-reader.js';
import { FAULTABLE_CALLS, type FaultableCall, type FaultEffect, type FaultRule } from './faults-rule.js';
import type { Fault } from './faults.js';

type Kind = FaultEffect['kind'];

const READERS: { [K in Kind]: (reader: FaultReader) => Extract<FaultEffect, { kind: K }> } = {
  status: (reader) => ({ kind: 'status', status: reader.number('status'), ...reader.answer() }),
  delay: (reader) => ({ kind: 'delay', ms: reader.number('ms') }),
  hang: () => ({ kind: 'hang' }),
  'close-socket': () => ({ kind: 'close-socket' }),
  'lost-answer': () => ({ kind: 'lost-answer' }),
  'half-answer': () => ({ kind: 'half-answer' }),
  html: (reader) => ({ kind: 'html', status: reader.number('status') }),
  empty: (reader) => ({ kind: 'empty', status: reader.number('status') }),
  'invalid-json': () => ({ kind: 'invalid-json' }),
  'wrong-types': () => ({ kind: 'wrong-types' }),
  redirect: () => ({ kind: 'redirect' }),
  expire: () => ({ kind: 'expire' }),
  'counter-offer': () => ({ kind: 'counter-offer' }),
  'no-media': () => ({ kind: 'no-media' }),
  'drop-media': (reader) => ({ kind: 'drop-media', afterMs: reader.number('afterMs') }),
};

const KINDS = Object.keys(READERS) as Kind[];

/** Reads a fault as it comes over HTTP, where `times: null` means that it never wears off. */
export function parseFaultRule(body: unknown, complain: Complain): FaultRule {
  const reader = new FaultReader(body, complain);
  const call = reader.oneOf<FaultableCall>('call', FAULTABLE_CALLS);
  const effect = READERS[reader.oneOf('kind', KINDS)](reader);
  return { call, ...reader.reach(), ...effect };
}

/** A fault as it goes over HTTP: JSON knows no Infinity. */
export function faultToJson({ id, used, rule }: Fault): Record<string, unknown> {
  const { times = 1, ...rest } = rule;
  return { id, used, ...rest, times: times === Infinity ? null : times };
}

class FaultReader {
  readonly #body: unknown;
  readonly #reader: JsonReader;
  readonly #complain: Complain;

  constructor(body: unknown, complain: Complain) {
    this.#body = body;
    this.#reader = new JsonReader(body, complain);
    this.#complain = complain;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value {
    const value = this.#reader.string(name);
    const known = values.find((each) => each === value);
    return known ?? this.#complain(name, `one of ${values.join(', ')}`);
  }

  number(name: string): number {
    return this.#reader.optionalNumber(name) ?? this.#complain(name, 'a number');
  }

  /** Which calls the fault reaches. */
  reach(): Pick<FaultRule, 'times' | 'sessionId' | 'avatarId'> {
    const isEndless = this.#field('times') === null;
    const times = isEndless ? Infinity : this.#reader.optionalNumber('times');
    const sessionId = this.#reader.optionalString('sessionId');
    const avatarId = this.#reader.optionalString('avatarId');
    return {
      ...(times === undefined ? {} : { times }),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(avatarId === undefined ? {} : { avatarId }),
    };
  }

  /** What a `status` fault answers besides its status. */
  answer(): Omit<Extract<FaultEffect, { kind: 'status' }>, 'kind' | 'status'> {
    const body = this.#field('body');
    if (body !== undefined && typeof body !== 'string' && !isRecord(body))
      this.#complain('body', 'a string or an object');
    const headers = this.#field('headers');
    if (headers !== undefined && !isStringRecord(headers)) this.#complain('headers', 'an object of strings');
    const retryAfterSeconds = this.#reader.optionalNumber('retryAfterSeconds');
    return {
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  }

  #field(name: string): unknown {
    return isRecord(this.#body) ? this.#body[name] : undefined;
  }
}

function isStringRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((each) => typeof each === 'string');
}
