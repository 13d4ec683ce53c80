import { abandonable } from '../../core/abandon.js';
import { AvatarError, isAvatarError } from '../../core/errors.js';
import type { Consent } from '../../core/protocol.js';
import { AvatarConsentEvent } from '../events/consent-event.js';
import { forgetConsent, recallConsent, rememberConsent } from './consent-memory.js';

/** The element, as those know it who ask the visitor. */
export interface ConsentHost extends HTMLElement {
  readonly sessionEndpoint: string | null;
  readonly consentVersion: string | null;
  requestUpdate(): void;
}

/** What the visitor is being asked. */
interface Question {
  readonly isForMicrophone: boolean;
  readonly answered: Promise<Consent>;
  readonly accept: (consent: Consent) => void;
  readonly decline: (error: AvatarError) => void;
  /** How many wait for the answer; where nobody does any more, nobody is asked. */
  waiting: number;
}

const FIRST_VERSION = '1';

const consents = new WeakMap<ConsentHost, VisitorConsent>();

/** The one consent of an element. */
export function consentOf(host: ConsentHost): VisitorConsent {
  const consent = consents.get(host) ?? new VisitorConsent(host);
  consents.set(host, consent);
  return consent;
}

/** Whether the visitor agrees to the terms, and what waits until they do. */
export class VisitorConsent {
  readonly #host: ConsentHost;
  /** The backend asks for another version than the page. */
  #asked: { instead: string; version: string } | undefined;
  #question: Question | undefined;

  constructor(host: ConsentHost) {
    this.#host = host;
  }

  /** Of the terms that count now. */
  get version(): string {
    const given = this.#host.consentVersion?.trim() ?? '';
    const version = given === '' ? FIRST_VERSION : given;
    return this.#asked?.instead === version ? this.#asked.version : version;
  }

  /** What the visitor has agreed to; undefined where they have not, or to another version. */
  get given(): Consent | undefined {
    return recallConsent(this.#place);
  }

  /** Whether the visitor is being asked. */
  get isAsking(): boolean {
    return this.#question !== undefined;
  }

  /**
   * Resolves once the visitor agrees; asks them where they have not.
   * @param version Which the backend asks for.
   * @throws {AvatarError} `CONSENT_REQUIRED` where they decline.
   */
  async agreed(signal?: AbortSignal, version?: string): Promise<Consent> {
    if (version !== undefined) {
      this.#asked = undefined;
      this.#asked = { instead: this.version, version };
    }
    return this.given ?? this.#ask(false, signal);
  }

  /**
   * Does what takes a consent; asks the visitor again and does it once more where the backend asks for another version.
   * @throws {AvatarError} What `work` rejects with; `CONSENT_REQUIRED` where the visitor declines.
   */
  async having<Result>(work: (consent: Consent) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    try {
      return await work(await this.agreed(signal));
    } catch (error) {
      const version = versionAskedBy(error);
      if (version === undefined) throw error;
      return await work(await this.agreed(signal, version));
    }
  }

  /** Asks whether the visitor may be listened to; false where they do not agree. */
  async askForMicrophone(signal: AbortSignal): Promise<boolean> {
    try {
      return (await this.#ask(true, signal)).microphone === true;
    } catch {
      return false;
    }
  }

  /** The visitor agrees. */
  accept({ microphone }: { microphone: boolean }): void {
    const { given: before, version } = this;
    const consent: Consent = { version, ...(microphone || before?.microphone ? { microphone: true } : {}) };
    rememberConsent(this.#place, consent);
    if (!before || before.microphone !== consent.microphone) this.#tell(true, consent.microphone);
    this.#question?.accept(consent);
  }

  /** Not now; nothing changes where they have agreed before, and were asked for the microphone alone. */
  decline(): void {
    const { given, version } = this;
    if (!given) this.#tell(false);
    const message = 'The visitor has not agreed to the terms. Start the avatar again to ask once more.';
    this.#question?.decline(new AvatarError('CONSENT_REQUIRED', message, { details: { consent: { version } } }));
  }

  /**
   * Forgets what was agreed to.
   * @param isForgotten It was withdrawn at another avatar, or in another tab.
   */
  withdraw(isForgotten = false): void {
    const { given } = this;
    forgetConsent(this.#place);
    if (given || isForgotten) this.#tell(false);
  }

  /** Asks no more what the visitor has agreed to at another avatar, or in another tab. */
  refresh(): void {
    const { given } = this;
    if (given && this.#question?.isForMicrophone === false) this.#question.accept(given);
  }

  get #place(): { sessionEndpoint: string | null; version: string } {
    return { sessionEndpoint: this.#host.sessionEndpoint, version: this.version };
  }

  async #ask(isForMicrophone: boolean, signal?: AbortSignal): Promise<Consent> {
    const question = (this.#question ??= newQuestion(isForMicrophone));
    question.waiting += 1;
    this.#host.requestUpdate();
    try {
      return await (signal ? abandonable(question.answered, signal) : question.answered);
    } finally {
      question.waiting -= 1;
      if (question.waiting === 0) {
        if (this.#question === question) this.#question = undefined;
        // What it waited for comes first, or the focus would go by way of what is only there in between.
        setTimeout(() => this.#host.requestUpdate());
      }
    }
  }

  #tell(given: boolean, microphone = false): void {
    this.#host.dispatchEvent(new AvatarConsentEvent({ given, version: this.version, microphone }));
  }
}

function newQuestion(isForMicrophone: boolean): Question {
  let accept: Question['accept'] = () => undefined;
  let decline: Question['decline'] = () => undefined;
  const answered = new Promise<Consent>((resolve, reject) => {
    accept = resolve;
    decline = reject;
  });
  return { isForMicrophone, answered, accept, decline, waiting: 0 };
}

function versionAskedBy(error: unknown): string | undefined {
  if (!isAvatarError(error) || error.code !== 'CONSENT_REQUIRED' || error.status !== 403) return undefined;
  const asked = error.details?.['consent'] as { version?: unknown } | undefined;
  return typeof asked?.version === 'string' ? asked.version : undefined;
}
