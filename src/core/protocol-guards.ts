import { AvatarError } from './errors.js';
import { JsonReader, protocolComplaint, type Complain } from './json-reader.js';
import { KEY_HEADER } from './session-key.js';
import type {
  AvatarChoice,
  ClientInit,
  SayTextCall,
  SessionCredentials,
  SessionGrant,
  TurnServer,
  WhepAnswer,
} from './protocol.js';

/** @throws {AvatarError} `PROTOCOL`: the answer of create lacks the session id or the token. */
export function parseSessionCredentials(body: unknown): SessionCredentials {
  const reader = new JsonReader(body, protocolComplaint('The answer of create'));
  return { sessionId: reader.string('sessionId'), token: reader.string('token') };
}

/** @throws {AvatarError} `PROTOCOL`: the answer of init-client lacks a usable WHEP URL. */
export function parseClientInit(body: unknown): ClientInit {
  const reader = new JsonReader(body, protocolComplaint('The answer of init-client'));
  return { whepUrl: reader.url('whepUrl'), ...optional('turn', readTurn(reader)) };
}

/**
 * @param endpoint The URL that answered; a relative `controlUrl` or `whepUrl` is resolved against it.
 * @throws {AvatarError} `PROTOCOL`: the answer cannot be used; the message says what is missing.
 */
export function parseSessionGrant(body: unknown, endpoint?: string): SessionGrant {
  const where = 'The answer of the session endpoint';
  const reader = new JsonReader(body, protocolComplaint(where));
  const grant: SessionGrant = {
    sessionId: reader.string('sessionId'),
    ...optional('token', reader.optionalString('token')),
    ...optional('whepUrl', reader.has('whepUrl') ? reader.url('whepUrl', endpoint) : undefined),
    ...optional('turn', readTurn(reader)),
    ...optional('answer', readAnswer(reader, endpoint)),
    ...optional('controlUrl', reader.has('controlUrl') ? reader.url('controlUrl', endpoint) : undefined),
    ...optional('key', readKey(reader, where)),
    ...(reader.value('keyHeader') === KEY_HEADER ? { keyHeader: KEY_HEADER } : {}),
    ...optional('expiresAt', reader.optionalString('expiresAt')),
    ...optional('endsInSeconds', reader.optionalNumber('endsInSeconds')),
    ...optional('idleSeconds', reader.optionalNumber('idleSeconds')),
    ...optional('takesFeedback', reader.optionalBoolean('takesFeedback')),
  };
  if (!grant.token && !(grant.controlUrl && grant.whepUrl)) {
    throw new AvatarError('PROTOCOL', `${where}: it needs a token, or a whepUrl together with a controlUrl.`);
  }
  return grant;
}

/** Reads the body of create in both documented shapes: `visualConfig.id` and `visualConfig.avatarId`. */
export function parseCreateBody(body: unknown, complain: Complain): AvatarChoice {
  const reader = new JsonReader(body, complain);
  const visual = reader.object('visualConfig');
  const voice = reader.has('voiceConfig') ? reader.object('voiceConfig') : undefined;
  return {
    avatarId: visual.has('id') || !visual.has('avatarId') ? visual.string('id') : visual.string('avatarId'),
    ...optional('voiceId', voice?.optionalString('id')),
    ...optional('voiceSpeed', voice?.optionalNumber('speed')),
    ...optional('voiceModelId', voice?.optionalString('modelId')),
    ...optional('voiceLanguage', voice?.optionalString('language')),
    ...optional('clientId', reader.optionalString('clientId')),
  };
}

/**
 * Reads the body of say-text; `{ text }` alone, as two published examples send it, is a whole turn of its own. Its text may be
 * empty: whether that closes a turn is for the caller to find out.
 */
export function parseSayTextBody(body: unknown, complain: Complain, createTurnId: () => string): SayTextCall {
  const reader = new JsonReader(body, complain);
  return {
    text: reader.optionalText('text') ?? '',
    turnId: reader.optionalString('turnId') ?? createTurnId(),
    isFinal: reader.optionalBoolean('isFinal') ?? true,
  };
}

/** What the service's documented Express sample answers, with 400, to a text with nothing in it. */
export const TEXT_IS_REQUIRED = 'Text is required';

/** It goes into a header: what cannot stand there is found here, not quoted by the browser that refuses the header. */
function readKey(reader: JsonReader, where: string): string | undefined {
  const key = reader.optionalString('key');
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return key;
  throw new AvatarError('PROTOCOL', `${where}: its key should be made of printable ASCII characters without spaces.`);
}

function readAnswer(reader: JsonReader, endpoint: string | undefined): WhepAnswer | undefined {
  if (!reader.has('answer')) return undefined;
  const answer = reader.object('answer');
  return {
    sdp: answer.string('sdp'),
    ...optional('location', answer.has('location') ? answer.url('location', endpoint) : undefined),
    ...optional('etag', answer.optionalString('etag')),
  };
}

/** The relay that an answer names. @throws {AvatarError} `PROTOCOL` */
export function parseTurn(body: unknown): TurnServer | undefined {
  return readTurn(new JsonReader(body, protocolComplaint('The answer about the relay')));
}

function readTurn(reader: JsonReader): TurnServer | undefined {
  if (!reader.has('turn')) return undefined;
  const turn = reader.object('turn');
  return {
    url: turn.string('url'),
    ...optional('username', turn.optionalText('username')),
    ...optional('credential', turn.optionalText('credential')),
  };
}

/** A property that is there only where it has a value. */
function optional<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
