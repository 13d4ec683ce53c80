import { AvatarError } from '../../../core/errors.js';
import { globalFetch, type Fetch } from '../../../core/http.js';
import { isHttpUrl, parseUrl } from '../../../core/parse-url.js';
import { complaintOf } from '../../complaint.js';
import { createKsSource, type KsSourceOptions } from '../../kaltura/ks-mint.js';
import { KsSource, type GetKs } from '../../sessions/ks-source.js';
import type { Reply, ReplyContext } from '../../speech/hooks.js';
import { vendorTexts, type OnFailure } from '../vendor-texts.js';
import { readGenieLines, type GenieLine } from './genie-lines.js';

/** Keeps which thread a conversation is in, or a session where the page keeps none: what has `get` and `set`, such as a Map or a Keyv. */
export interface GenieThreads {
  get: (id: string) => unknown;
  set: (id: string, threadId: string) => unknown;
}

export interface GenieReplyOptions extends Partial<
  Pick<KsSourceOptions, 'partnerId' | 'adminSecret' | 'appToken' | 'ovpUrl'>
> {
  /** Which Genie answers. */
  configId: string;
  /**
   * Gives the Kaltura Session that Genie takes. Default: one is minted with the privilege `geniegpcid:<configId>` for `partnerId`, by its
   * `adminSecret` or an `appToken` that has this privilege.
   */
  ks?: string | GetKs | undefined;
  /** Where Genie is. Default `https://genie.nvp1.ovp.kaltura.com`. */
  url?: string | undefined;
  /** Sent along as `request_vars`, for Genies that take any. */
  requestVars?: ((context: ReplyContext) => Readonly<Record<string, unknown>>) | undefined;
  /** Where threads are kept. Default: the last 10000 in this process; several processes share a Keyv. */
  threads?: GenieThreads | undefined;
  /** As that of `createAiReply()`: what is said where Genie fails. */
  onFailure?: OnFailure | undefined;
  /** Default: the global fetch. */
  fetch?: Fetch | undefined;
}

const GENIE_URL = 'https://genie.nvp1.ovp.kaltura.com';

const MOST_THREADS = 10_000;

/** Nobody waits for Genie to stop, in milliseconds. */
const ABORT_WITHIN_MS = 5000;

/**
 * Answers visitors by Genie, Kaltura's own conversational AI. Each conversation, or else each session, is a thread of its own, in which Genie remembers what was said; an
 * interrupt, or a visitor who goes, stops its answer.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function createGenieReply(options: GenieReplyOptions): Reply {
  const { url, ks, threads, fetch, requestVars, onFailure } = checkOptions(options);

  const post = async (key: string, path: string, body: object, signal: AbortSignal): Promise<Response> => {
    const response = await fetch(`${url}/assistant/${path}`, {
      method: 'POST',
      headers: { Authorization: `KS ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal,
      // The KS goes nowhere else: an answer that leads elsewhere is none.
      redirect: 'manual',
    });
    if (response.ok) return response;
    void response.body?.cancel().catch(() => undefined);
    const { status } = response;
    // By this code another KS is asked for.
    const code = status === 401 || status === 403 ? 'UNAUTHORIZED' : 'API_REQUEST_FAILED';
    throw new AvatarError(code, 'Genie refused the request.', { status });
  };

  async function* answer(message: string, context: ReplyContext): AsyncGenerator<string, void> {
    const { conversationId, sessionId, signal } = context;
    const place = conversationId ?? sessionId ?? '';
    const ask = (threadId: string | undefined): Promise<Response> => {
      const body = {
        userMessage: message,
        sse: false,
        ...(threadId === undefined ? {} : { threadId }),
        ...(requestVars ? { request_vars: requestVars(context) } : {}),
      };
      return ks.use((key) => post(key, 'converse', body, signal));
    };
    const known = await threads.get(place);
    let threadId = typeof known === 'string' ? known : undefined;
    const response = await ask(threadId).catch((error: unknown) => {
      // Threads end, too: the next one begins without what was said.
      if (threadId === undefined || !(error instanceof AvatarError) || error.status !== 404) throw error;
      threadId = undefined;
      return ask(undefined);
    });
    let isOver = false;
    try {
      for await (const line of readGenieLines(response, signal)) {
        if (line.threadId !== undefined && line.threadId !== threadId) {
          threadId = line.threadId;
          await threads.set(place, threadId);
        }
        const text = textOf(line);
        if (text !== '') yield text;
      }
      isOver = true;
    } finally {
      if (!isOver && threadId !== undefined) void stop(threadId);
    }
  }

  const stop = async (threadId: string): Promise<void> => {
    try {
      await ks.use((key) => post(key, 'abort', { threadId }, AbortSignal.timeout(ABORT_WITHIN_MS)));
    } catch {
      // It ends by itself.
    }
  };

  return (message, context) => vendorTexts(answer(message, context), 'Genie', context.signal, onFailure);
}

/** @throws Where Genie fails in the middle of its answer. */
function textOf({ type, content }: GenieLine): string {
  if (type === 'error') throw new Error('Genie failed on its way');
  // Thoughts, and calls of tools with their answers, are not for the visitor.
  return type === 'text' ? content : '';
}

function checkOptions(options: GenieReplyOptions): Pick<GenieReplyOptions, 'requestVars' | 'onFailure'> & {
  url: string;
  ks: KsSource;
  threads: GenieThreads;
  fetch: Fetch;
} {
  const complain = complaintOf('createGenieReply');
  const { configId, ks, threads = memoryThreads(), requestVars, onFailure, fetch = globalFetch, ...account } = options;
  if (typeof configId !== 'string' || !/^[\w.:-]{1,200}$/.test(configId)) complain('configId', 'the id of a Genie');
  const url = parseUrl(options.url ?? GENIE_URL);
  for (const [name, hook] of Object.entries({ requestVars, onFailure, fetch }))
    if (hook !== undefined && typeof hook !== 'function') complain(name, 'a function');
  if (typeof threads.get !== 'function' || typeof threads.set !== 'function')
    complain('threads', 'what has get and set');
  const { partnerId, adminSecret, appToken, ovpUrl } = account;
  if (!isHttpUrl(url)) return complain('url', 'an http or https URL');
  const getKs =
    typeof ks === 'string'
      ? () => ks
      : (ks ??
        createKsSource({ partnerId, adminSecret, appToken, ovpUrl, privileges: `geniegpcid:${configId}`, fetch }));
  return {
    url: url.href.replace(/\/+$/, ''),
    ks: new KsSource(getKs, Date.now, complain),
    ...{ threads, requestVars, onFailure, fetch },
  };
}

function memoryThreads(): GenieThreads {
  const kept = new Map<string, string>();
  return {
    get: (id) => kept.get(id),
    set: (id, threadId) => {
      kept.delete(id);
      kept.set(id, threadId);
      const [oldest] = kept.keys();
      if (kept.size > MOST_THREADS && oldest !== undefined) kept.delete(oldest);
    },
  };
}
