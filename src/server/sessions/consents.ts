import { isRecord, type Complain, type JsonReader } from '../../core/json-reader.js';
import type { Consent } from '../../core/protocol.js';
import type { Audit, ConsentUse } from '../audit.js';
import { RequestProblem } from '../request-problem.js';
import type { SessionStore } from '../store/session-store.js';
import type { SessionRecord } from './session-registry.js';

/** What visitors have to consent to before anything is opened, or sent anywhere, for them. */
export interface ConsentRule {
  /** Of the notice. Default: whatever version they were shown. */
  version?: string | undefined;
}

/** As an integrator writes it: `true` asks for a consent of any version. */
export type RequireConsent = boolean | ConsentRule;

const LONGEST_VERSION = 64;

/** Under which name the store keeps what was consented to later than at the start. */
const NOTED = 'consent';

/** Of an option: undefined where no consent is asked for. */
export function readConsentRule(required: RequireConsent | undefined, complain: Complain): ConsentRule | undefined {
  if (required === undefined || required === false) return undefined;
  if (required === true) return {};
  const version: unknown = isRecord(required) ? required['version'] : undefined;
  if (!isVersion(version)) {
    complain('requireConsent', `true, or { version: '2026-11' }, of ${LONGEST_VERSION} characters at most`);
  }
  return { version };
}

/** Of a request's body; undefined where it names none. */
export function readConsent(reader: JsonReader, complain: Complain): Consent | undefined {
  return reader.has('consent') ? readConsentFields(reader.object('consent'), complain) : undefined;
}

/** Of a body that is nothing else. */
export function readConsentFields(reader: JsonReader, complain: Complain): Consent {
  const version = reader.string('version');
  if (!isVersion(version)) complain('consent.version', `a text of ${LONGEST_VERSION} printable characters at most`);
  return { version, ...(reader.optionalBoolean('microphone') === true ? { microphone: true } : {}) };
}

/** Asks for consent where that is needed, and writes down what was given. */
export class Consents {
  readonly #rule: ConsentRule | undefined;
  readonly #sessions: SessionStore;
  readonly #audit: Audit;

  constructor(rule: ConsentRule | undefined, { sessions, audit }: { sessions: SessionStore; audit: Audit }) {
    this.#rule = rule;
    this.#sessions = sessions;
    this.#audit = audit;
  }

  /** Before a session is opened, or something is done without one. @throws {RequestProblem} 403 `CONSENT_REQUIRED` */
  assertForSession(given: Consent | undefined, use: ConsentUse = 'session'): void {
    if (!this.#suffices(given, use)) throw this.#problem(use);
  }

  /**
   * Before something is done in a session that was opened with a consent of its own, perhaps to a notice that has changed since.
   * @param given What the request brings along.
   * @throws {RequestProblem} 403 `CONSENT_REQUIRED`
   */
  async assertIn(
    { sessionId, consent }: Pick<SessionRecord, 'sessionId' | 'consent'>,
    use: ConsentUse,
    given?: Consent,
  ): Promise<void> {
    if (!this.#rule || this.#suffices(consent, use)) return;
    const noted = (await this.#sessions.noted(sessionId, NOTED))?.value as Consent | undefined;
    if (this.#suffices(noted, use)) return;
    if (!this.#suffices(given, use)) throw this.#problem(use);
    await this.keep(sessionId, given);
    this.write(sessionId, given);
  }

  /** Keeps what is consented to while a session is open. */
  async keep(sessionId: string, consent: Consent | undefined): Promise<void> {
    if (consent) await this.#sessions.note(sessionId, NOTED, consent);
  }

  /** Into the audit: without a word about whose it is. */
  write(sessionId: string | undefined, consent: Consent | undefined): void {
    if (consent) this.#audit.begin('consent')('done', { sessionId, consent: consentFacts(consent) });
  }

  #suffices(given: Consent | undefined, use: ConsentUse): boolean {
    if (!this.#rule) return true;
    const { version } = this.#rule;
    if (!given || (version !== undefined && given.version !== version)) return false;
    return use === 'session' || given.microphone === true;
  }

  #problem(use: ConsentUse): RequestProblem {
    const detail =
      use === 'session'
        ? 'The visitor has to agree to the notice first.'
        : 'The visitor has to agree to be listened to first.';
    return new RequestProblem(403, detail, {
      code: 'CONSENT_REQUIRED',
      members: { consent: { ...(this.#rule?.version === undefined ? {} : this.#rule), for: use } },
    });
  }
}

/** As the audit holds it. */
export function consentFacts({ version, microphone }: Consent): { version: string; for: readonly ConsentUse[] } {
  return { version, for: microphone === true ? ['session', 'microphone'] : ['session'] };
}

function isVersion(version: unknown): version is string {
  return (
    typeof version === 'string' && version.trim() !== '' && version.length <= LONGEST_VERSION && !/\p{C}/u.test(version)
  );
}
