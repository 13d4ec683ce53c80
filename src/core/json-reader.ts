import { isHttpUrl, parseUrl } from './parse-url.js';
import { AvatarError } from './errors.js';

/** Throws what is wrong with a value; `path` names the field. */
export type Complain = (path: string, expected: string) => never;

export const protocolComplaint =
  (where: string): Complain =>
  (path, expected) => {
    throw new AvatarError('PROTOCOL', `${where}: ${path} should be ${expected}.`);
  };

/** Reads fields of unknown JSON: each reader returns the value or throws through `complain`. */
export class JsonReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #complain: Complain;

  constructor(value: unknown, complain: Complain, path = '') {
    if (!isRecord(value)) complain(path || 'the body', 'a JSON object');
    this.#fields = value;
    this.#path = path;
    this.#complain = complain;
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined && this.#fields[name] !== null;
  }

  /** The names of all fields. */
  names(): string[] {
    return Object.keys(this.#fields);
  }

  /** Whatever is there. */
  value(name: string): unknown {
    return this.#fields[name];
  }

  /** A string with something in it. */
  string(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== 'string' || value.trim() === '') this.#fail(name, 'a non-empty string');
    return value;
  }

  optionalString(name: string): string | undefined {
    return this.has(name) ? this.string(name) : undefined;
  }

  /** A string that may be empty. */
  optionalText(name: string): string | undefined {
    return this.#optional(name, 'a string', (value) => typeof value === 'string');
  }

  optionalNumber(name: string): number | undefined {
    return this.#optional(name, 'a number', (value): value is number => Number.isFinite(value));
  }

  optionalBoolean(name: string): boolean | undefined {
    return this.#optional(name, 'true or false', (value) => typeof value === 'boolean');
  }

  /** A URL with http or https, absolute or resolved against `base`. */
  url(name: string, base?: string): string {
    const value = this.string(name);
    const url = parseUrl(value, base);
    if (!isHttpUrl(url)) this.#fail(name, 'an http or https URL');
    return url.href;
  }

  object(name: string): JsonReader {
    return new JsonReader(this.#fields[name], this.#complain, this.#pathOf(name));
  }

  #optional<Value>(name: string, expected: string, isRight: (value: unknown) => value is Value): Value | undefined {
    if (!this.has(name)) return undefined;
    const value = this.#fields[name];
    return isRight(value) ? value : this.#fail(name, expected);
  }

  #pathOf(name: string): string {
    return this.#path ? `${this.#path}.${name}` : name;
  }

  #fail(name: string, expected: string): never {
    this.#complain(this.#pathOf(name), expected);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
