import type { Complain } from '../../core/json-reader.js';
import { HookAsker } from '../ask-hook.js';

/** Whether pages of an origin may use the backend. Sees the request without its body. */
export type AllowOrigin = (origin: string, request: Request) => boolean | Promise<boolean>;

/**
 * The other origins whose pages may use a backend: `https://www.example.com`, `https://*.example.com` (one label, any), those of
 * WebViews such as `capacitor://localhost`, and `null` for pages that have none, such as files and sandboxed frames. Or a
 * function that tells.
 */
export type AllowedOriginsInput = readonly string[] | AllowOrigin;

/** The same, checked. */
export interface AllowedOrigins {
  /** As they were written; undefined where a function tells. */
  readonly list: readonly string[] | undefined;
  /** Whether there is any other origin that may be allowed. */
  readonly isEmpty: boolean;
  allows(origin: string, request: Request): boolean | Promise<boolean>;
}

/** `null` has no scheme; Android's WebView sends `file://`. */
const WORDS = ['null', 'file://'];

const WEB_ORIGIN = /^https?:\/\//;
const ONE_LABEL = /^(https?:\/\/)\*(\.[^*]+)$/;

/** A scheme of an app with its host: `capacitor://localhost`, `app://.`. */
const APP_ORIGIN = /^(?!(?:https?|wss?|ftp|file|data|blob|about|javascript):)[a-z][a-z\d+.-]*:\/\/[^/?#*\s@]+$/;

const NONE: AllowedOrigins = { list: [], isEmpty: true, allows: () => false };

/** @param complain Told of what is no origin, and what to write in its place. */
export function readAllowedOrigins(input: unknown, complain: Complain, hooks = new HookAsker()): AllowedOrigins {
  if (input === undefined) return NONE;
  if (typeof input === 'function') {
    const asks = input as AllowOrigin;
    return {
      list: undefined,
      isEmpty: false,
      allows: async (origin, request) => {
        const ask = (signal: AbortSignal): unknown => asks(origin, new Request(request, { signal }));
        // Whatever else it gives lets nobody in.
        return (await hooks.ask('allowedOrigins', request.signal, ask)) === true;
      },
    };
  }
  if (!Array.isArray(input))
    complain('allowedOrigins', 'a list of origins, or a function (origin, request) => boolean');
  const list = input.map((origin: unknown) => checkOrigin(origin, complain));
  const exact = new Set(list);
  const patterns = list.filter((origin) => ONE_LABEL.test(origin)).map(patternOf);
  return {
    list,
    isEmpty: list.length === 0,
    allows: (origin) => exact.has(origin) || patterns.some((pattern) => pattern.test(origin)),
  };
}

function checkOrigin(origin: unknown, complain: Complain): string {
  const wrong = (expected: string): never => complain(`allowedOrigins: ${JSON.stringify(origin)}`, expected);
  if (typeof origin !== 'string') return wrong('an origin, such as https://www.example.com');
  if (WORDS.includes(origin) || APP_ORIGIN.test(origin)) return origin;
  if (origin === '*')
    return wrong('the origins by name, such as https://www.example.com; a function (origin) => true allows all');
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(origin))
    return wrong(`an origin with its scheme, such as https://${hostIn(origin)}`);
  // The label that stands for any is not one that URLs may have.
  const [, scheme = '', rest = ''] = ONE_LABEL.exec(origin) ?? [];
  const isPattern = scheme !== '';
  if (origin.includes('*') && !isPattern)
    return wrong('an origin with * for its first label at most, such as https://*.example.com');
  const probe = isPattern ? `${scheme}any${rest}` : origin;
  const url = URL.canParse(probe) ? new URL(probe) : undefined;
  if (!url || !WEB_ORIGIN.test(url.href)) return wrong('an origin, such as https://www.example.com');
  if (url.origin === probe) return origin;
  const asSent = isPattern ? url.origin.replace('://any', '://*') : url.origin;
  return wrong(`written as browsers send it, without a path: ${asSent}`);
}

function patternOf(origin: string): RegExp {
  const [, scheme = '', rest = ''] = ONE_LABEL.exec(origin) ?? [];
  return new RegExp(`^${scheme}[\\w-]+${rest.replace(/[^\w-]/g, String.raw`\$&`)}$`);
}

function hostIn(text: string): string {
  return /^[\w.-]+/.exec(text)?.[0] ?? 'www.example.com';
}
