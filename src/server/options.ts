import type { Region } from '../core/base-url.js';
import type { Fetch } from '../core/http.js';
import type { Logger } from '../core/logger.js';
import type { SpeakableInput } from '../core/speech/speakable/speakable-text.js';
import type { HookTimeouts } from './ask-hook.js';
import type { AuditOptions } from './audit.js';
import type { AvatarDefaults } from './sessions/avatar-defaults.js';
import type { AllowedOriginsInput } from './http/allowed-origins.js';
import type { Authorize, ClientAddress, Identify, Variables, VisitorCookieOptions } from './http/caller-hooks.js';
import type { PagesMaySay } from './http/pages-may-say.js';
import type { EmbedOptions } from './http/embed-page.js';
import type { OnFeedback } from './reports/feedback.js';
import type { OnSessionEnd } from './reports/session-end.js';
import type { WebhookOptions } from './reports/webhook-options.js';
import type { Filler } from './speech/filler.js';
import type { AvatarHooks } from './speech/hooks.js';
import type { PageActions } from './speech/page-word.js';
import type { OnBudget } from './sessions/budget-watch.js';
import type { RequireConsent } from './sessions/consents.js';
import type { GetKs } from './sessions/ks-source.js';
import type { AvatarLimitsInput } from './sessions/limits.js';
import type { QueueSettings } from './sessions/session-queue.js';
import type { AvatarStore } from './store/avatar-store.js';
import type { AvatarMeter, AvatarTracer, ParentContext } from './telemetry/open-telemetry.js';

/** How the service is reached. */
export interface ServiceOptions {
  /**
   * The Kaltura Session that opens sessions, or what gives one, such as `createKsSource()`. Default: the environment's `AVATAR_KS`,
   * else one minted for `AVATAR_PARTNER_ID`, by `AVATAR_ADMIN_SECRET` or by `AVATAR_APP_TOKEN_ID` and `AVATAR_APP_TOKEN`.
   */
  ks?: string | GetKs | undefined;
  /**
   * Gives a Kaltura Session, as `ks` may. With `{ ks, expiresAt }` it is asked again a minute before that, or
   * when the service refuses the KS; with a bare string, before each session is opened.
   */
  getKs?: GetKs | undefined;
  /**
   * The Control API; a host alone is taken with the path `/v1/avatar-session`. Default: the environment's `AVATAR_BASE_URL`, else the
   * live service of the `region`.
   */
  baseUrl?: string | undefined;
  /** The live service's region, where there is no `baseUrl`: `us` or `eu`. Default: the environment's `AVATAR_REGION`, else `us`. */
  region?: Region | undefined;
  /** The path of create below `baseUrl`. Default `/create`. */
  createPath?: '/create' | '' | undefined;
  /** The name of the avatar's id within `visualConfig`. Default `id`. */
  avatarIdField?: 'id' | 'avatarId' | undefined;
  /**
   * Sends WAV files of plain samples (PCM) as they are, where they are what is to be said. Documents of the service name MP3 alone, and
   * one of its examples sends WAV. Default false: they are refused.
   */
  allowWav?: boolean | undefined;
  /** Default: the global fetch; in Node, unless that was made to use a proxy, connections of `node:http`, which take less time. */
  fetch?: Fetch | undefined;
  /** Time for each call to the service, in milliseconds. Default 15000. */
  timeoutMs?: number | undefined;
}

export interface AvatarBackendOptions extends ServiceOptions, AvatarHooks {
  /**
   * Whether answers of `reply`, and what streams in to be said, are made speakable: Markdown, HTML, emoji and citations become
   * plain text, of addresses the host is said, what a model thinks (`<think>`) is left out. `{ code: 'say' }` says blocks of
   * code too. Default true.
   */
  speakable?: SpeakableInput | undefined;
  /**
   * What the avatar says while the first words of an answer of `reply` take longer than `afterMs` milliseconds: a text, several in
   * turn, or a recording. It is in no history. Default: nothing.
   */
  filler?: Filler | undefined;
  /** Used for what a request does not name; without `defaults.avatarId` each request has to name one of `avatars`. */
  defaults?: { [Name in keyof AvatarDefaults]: AvatarDefaults[Name] | undefined } | undefined;
  /** The avatars that requests may name beside the default, or `'any'` of the account. Default: the default alone. */
  avatars?: readonly string[] | 'any' | undefined;
  /** The voices that requests may name beside the default, or `'any'` of the account. Default: the default alone. */
  voices?: readonly string[] | 'any' | undefined;
  /** Names this application in the service's own records. */
  clientId?: string | undefined;
  /**
   * Gives the browser the session's token, with which it calls the service itself: saves a hop, and leaves this backend
   * without a say, so that its limits on sessions at once do not hold. Default false: the token stays here.
   */
  exposeToken?: boolean | undefined;
  /**
   * Who talks to the media server (WHEP). With `backend` a page sends its offer along with the request for a session, and gets the
   * media server's answer with the session: it makes no request of its own to the media host, which its policies need not name, and
   * the picture comes sooner. Where that fails, the page does it by itself, as with `page`, and as always with `exposeToken`.
   * Default `backend`.
   */
  mediaThrough?: 'backend' | 'page' | undefined;
  /**
   * Answers, besides, the routes of the documents' own Express sample: `create-session`, `say-text`, `interrupt` and
   * `end-session`, which name their session in the body and prove it theirs by its token. Default false.
   */
  documentedRoutes?: boolean | undefined;
  /** Where sessions, limits and histories are kept. Default: in this process. Several processes need `createRedisStore()`. */
  store?: AvatarStore | undefined;
  /**
   * Tells whose request it is: a session is then for the one who opened it alone, and for who has its key.
   * Default: whoever has a session's key may use it.
   */
  identify?: Identify | undefined;
  /**
   * Tells the `reply` hook what you know of whoever sends a message, such as their name or what they have bought: your word, which pages
   * cannot write. Asked with each message. Default: nothing.
   */
  variables?: Variables | undefined;
  /** Asked before each request but `health`. Default: all are carried out. */
  authorize?: Authorize | undefined;
  /**
   * How many proxies of yours stand before this backend, each of which adds to `X-Forwarded-For`: that many entries from its end
   * is the visitor's address, for the limits. Where it is missing, the connection's own counts. Default: the header is not looked
   * at, with a warning where one comes; 0 does without the warning.
   */
  trustedProxies?: number | undefined;
  /** Tells a visitor's network address, for the limits, where `trustedProxies` cannot. Default: the connection's, where the adapter knows it. */
  clientAddress?: ClientAddress | undefined;
  /**
   * Gives each browser a cookie by which its sessions are counted, for the limits `perCaller`; not needed with `identify`.
   * Default: no cookie, so only `perAddress` and `total` hold.
   */
  visitorCookie?: VisitorCookieOptions | undefined;
  /**
   * How long each hook may take, in milliseconds, before it is given up and its signal aborts; those that are not named keep
   * their defaults. `Infinity` lifts a limit.
   */
  hookTimeouts?: Partial<HookTimeouts> | undefined;
  /** How much is let through, and how long sessions last. */
  limits?: AvatarLimitsInput | undefined;
  /**
   * Has visitors wait in the order in which they came where `limits.total.sessions` are open: `POST …/queue` gives a ticket and tells their
   * place, `POST …/session { ticket }` opens the session when it is their turn. At most `length` wait (100), for `longestSeconds` (1800);
   * a free place is kept for its visitor for `holdSeconds` (60). Default false: who asks first when a place is free has it.
   */
  queue?: boolean | Partial<QueueSettings> | undefined;
  /** Told when a limit of `limits` is used to four fifths, and when it is used up: once for each time and each whose limit it is. */
  onBudget?: OnBudget | undefined;
  /**
   * Refuses (403 `CONSENT_REQUIRED`) to open sessions, and to answer messages, for visitors who have not consented: to a notice of any
   * version with `true`, else to the version that is named; and to transcribe what they say unless they agreed to that, too. What is
   * consented to goes into the audit. Default false.
   */
  requireConsent?: RequireConsent | undefined;
  /** Told once of each session that has ended, however it did, and whichever process ended it. */
  onSessionEnd?: OnSessionEnd | undefined;
  /** Told of what visitors think: of a message, or at the end. */
  onFeedback?: OnFeedback | undefined;
  /** Told of both, by signed POST requests, as Standard Webhooks has them; tried again where that fails. */
  webhook?: WebhookOptions | undefined;
  /** Whether `onSessionEnd` and `webhook` are told what was said, where there is a `reply` hook. Default false. */
  includeTranscript?: boolean | undefined;
  /** Writes down every action. */
  audit?: AuditOptions | undefined;
  /**
   * What pages may make the avatar say by themselves, with `say-text` and `say-audio`: `'text'`, `'audio'`, both or, with false,
   * nothing, so that only your server and the `reply` hook speak. The `greeting` of the element is a text of its page. Default true.
   */
  pagesMaySay?: PagesMaySay | undefined;
  /**
   * Whether pages may offer actions of their own to the `reply` hook, and so to its model: all of them, or those that are named. What
   * they say of them is their word, not yours. Default false.
   */
  pageActions?: PageActions | undefined;
  /** Default: level `info` to the console. What is handed to it holds no secrets. */
  logger?: Logger | undefined;
  /**
   * Other origins whose pages may use this backend: a list such as `['https://www.example.com']`, where `https://*.example.com` is
   * one label of any name, `capacitor://localhost` a WebView and `null` a page without an origin; or a function that tells.
   * Default: none, the same origin alone.
   */
  allowedOrigins?: AllowedOriginsInput | undefined;
  /**
   * Serves a page with the element alone at `embed`, for an `<iframe>` on pages of this origin and of `allowedOrigins`.
   * Default false.
   */
  embed?: boolean | EmbedOptions | undefined;
  /**
   * Fetches the pictures and films of the catalogue's avatars here, and serves them beside `avatar`, so that a page's
   * Content-Security-Policy has to name no other host for them. Default false: browsers fetch them where the catalogue has them.
   */
  proxyPictures?: boolean | undefined;
  /**
   * Takes figures: how long requests, calls to the service and hooks take, sessions, refusals, errors of the store. A `Meter` of
   * OpenTelemetry's API, or what has its methods. They hold no texts and no secrets. Default: nothing is measured.
   */
  meter?: AvatarMeter | undefined;
  /** Takes a span for each request, call to the service and hook: a `Tracer` of OpenTelemetry's API. Default: none. */
  tracer?: AvatarTracer | undefined;
  /**
   * Gives the `Context` that the span of a request belongs to, such as what `propagation.extract()` reads from its headers.
   * Default: the context that is active, as an instrumentation of the HTTP server makes it.
   */
  parentContext?: ParentContext | undefined;
  /** Milliseconds since 1970; where it fails later, `Date.now` goes on for it. Default `Date.now`. */
  now?: (() => number) | undefined;
}
