import { abandonable } from '../../core/abandon.js';
import { throwIfAborted } from '../../core/abort-signals.js';
import { isSessionOver } from '../../core/errors.js';
import type { Consent } from '../../core/protocol.js';
import type { TextLink } from '../../core/speech/text-link.js';
import { loadConsent } from '../consent/load-consent.js';
import type { AnswerActions } from './actions/answer-actions.js';
import type { ToldResults } from './actions/told-results.js';
import { askBackend } from './backend-reply.js';
import type { ConversationHost } from './conversation-host.js';
import { pageWordOf } from './page-word.js';
import type { SpokenMessage } from './spoken-message.js';
import { languageOf } from './spoken-language.js';
import { wishOf } from './kept-conversation.js';
import { WrittenAnswer } from './written-answer.js';
import { suggest } from './suggestions.js';
import { expectedOf, type ExpectedSpeech } from './expected-speech.js';

/** What is asked of the backend. */
export interface Asked {
  message: string | SpokenMessage | ToldResults;
  signal: AbortSignal;
  /** A piece of the answer has come. */
  onPiece: () => void;
  /** Told of what was understood of a message that was spoken. */
  onHeard?: (text: string) => void;
  /** Takes what the answer has the page do. */
  actions: AnswerActions;
}

/**
 * Has the backend answer, with what the visitor has agreed to, where they are asked; the backend may ask for another version.
 * @throws {AvatarError}
 */
export async function answerByBackend(host: ConversationHost, asked: Asked): Promise<void> {
  const answer = (consent?: Consent): Promise<void> => askAgain(host, asked, consent);
  if (!host.consent) return answer();
  const { consentOf } = await loadConsent(host.createLogger(), asked.signal);
  return consentOf(host).having(answer, asked.signal);
}

/** As what the session says by itself: where a machine that slept let it die, the message goes to another one. */
async function askAgain(host: ConversationHost, asked: Asked, consent: Consent | undefined): Promise<void> {
  const { signal } = asked;
  try {
    await ask(host, asked, consent);
  } catch (error) {
    const { session, mode } = host;
    if (mode === 'text' || !session || !isSessionOver(error)) throw error;
    await abandonable(session.recoverFrom(error), signal).catch(() => {
      throwIfAborted(signal);
      throw error;
    });
    await ask(host, asked, consent);
  }
}

async function ask(
  host: ConversationHost,
  { message, signal, onPiece, onHeard = () => undefined, actions }: Asked,
  consent: Consent | undefined,
): Promise<void> {
  const { sessionEndpoint, session, credentials, requestInit, transcriptLog } = host;
  const written = host.mode === 'text' ? new WrittenAnswer(transcriptLog, actions) : undefined;
  let expected: ExpectedSpeech | undefined;
  const links: TextLink[] = [];
  const askedAt = performance.now();
  const spokenAt = typeof message === 'string' || 'results' in message ? undefined : message.endedAt;
  const pageWord = await pageWordOf(host);
  const answered = askBackend({
    sessionEndpoint: sessionEndpoint ?? '',
    sessionId: written ? undefined : (session?.getSessionId() ?? ''),
    proof: written ? {} : (session?.getProof() ?? {}),
    conversation: wishOf(host),
    language: languageOf(host),
    credentials,
    requestInit,
    message,
    pageWord,
    consent,
    signal,
    onText: (piece, turnId) => {
      onPiece();
      if (written) written.add(piece, turnId);
      else if (expected) expected.text += piece;
      else {
        const timing = { askedAt, spokenAt, answeredAt: performance.now() };
        expected = expectedOf(transcriptLog).add(piece, { turnId, isWhole: false, links, timing, cues: actions });
      }
    },
    onHeard,
    onFiller: (text) => void expectedOf(transcriptLog).add(text),
    onSuggestions: (suggestions) => suggest(host, suggestions),
    onAction: (action) => actions.add(action, (written ?? expected)?.text ?? ''),
    onLink: (link) => {
      if (written) written.addLink(link);
      else links.push({ ...link, after: expected?.text.length ?? 0 });
    },
  });
  try {
    await answered;
    actions.end(expected !== undefined);
  } catch (error) {
    if (signal.aborted) written?.cut();
    // What an answer that breaks off had come to is said, where there is still a session to say it in.
    if (expected && (signal.aborted || isSessionOver(error))) expected.isCancelled = true;
    throw error;
  } finally {
    if (expected) expected.isWhole = true;
  }
}
