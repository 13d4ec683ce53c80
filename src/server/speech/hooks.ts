import type { ReplyInput } from '../../core/speech/reply-pieces.js';
import type { ChatMessage } from '../reports/session-end.js';
import type { ActionResult, PageWord } from './page-word.js';

export type { ChatMessage };

/** What a hook is told about whom it is asked for. */
export interface VisitorContext {
  /** Missing where the visitor writes without an avatar. */
  sessionId?: string | undefined;
  /** Stands for the conversation, which may go on over several sessions. Missing where the page keeps none. */
  conversationId?: string | undefined;
  /** Who it is: what `identify` gave, or the id in the visitor's cookie. Missing where there is neither. */
  caller?: string | undefined;
  /** Aborts when the visitor has gone, or said something new. */
  signal: AbortSignal;
}

/** What a hook is told about the session that it is asked for. */
export interface HookContext extends VisitorContext {
  sessionId: string;
}

/** Who makes the avatar speak: a page, the `reply` hook, or the server by `voiceOf()`. */
export type Speaker = 'page' | 'reply' | 'server';

export interface SayContext extends HookContext {
  turnId: string;
  /** Of an answer: what the visitor speaks, as a tag such as `de` or `pt-BR`, where their page knows it. */
  language?: string | undefined;
}

/** Keeps a text from being said. */
export interface SayRefusal {
  /** Why, for the visitor. */
  refuse: string;
}

/** What is about to be said, or written where there is no session. */
export interface BeforeSayContext extends VisitorContext {
  turnId: string;
  speaker: Speaker;
  kind: 'text' | 'audio';
  /** What was said in the same turn before, as it was said: a text may come in pieces. Recordings leave nothing in it. */
  saidBefore: string;
  /** The recording, an MP3 or WAV file, where that is what is to be said. */
  audio?: Blob | undefined;
  /** How long the recording is. */
  durationSeconds?: number | undefined;
}

/**
 * Asked before each text and each recording is said: gives a text to say in its place, refuses it, or, with nothing, lets it be.
 * @param text Empty for a recording: `context` has it. An empty answer lets a recording be.
 */
export type BeforeSay = (
  text: string,
  context: BeforeSayContext,
) => string | SayRefusal | undefined | Promise<string | SayRefusal | undefined>;

/** Makes speech of a text: an MP3 file of 44.1 kHz, or with `allowWav` a WAV file. `voiceId` is the one that the session was opened with, where it named one. */
export type TextToSpeech = (
  text: string,
  voiceId: string | undefined,
  context: SayContext,
) => Blob | Uint8Array | ArrayBuffer | Promise<Blob | Uint8Array | ArrayBuffer>;

/** When `textToSpeech` speaks: always, or where the service's own voice answers 503. */
export type TextToSpeechWhen = 'always' | 'on-503';

export interface ReplyContext extends VisitorContext, PageWord {
  /** What was said in this conversation before, the oldest first; where the page keeps none, in this session. */
  history: readonly ChatMessage[];
  /** What the visitor speaks, as a tag such as `de` or `pt-BR`, where their page knows it. */
  language?: string | undefined;
  /** What the operator's `variables` tell of whoever asks: your word, unlike `context`. */
  variables?: Readonly<Record<string, unknown>> | undefined;
  /**
   * What came of the actions of the answer before that wanted to know. The message then says the same as a text: nobody has spoken.
   */
  results?: readonly ActionResult[] | undefined;
}

/** Answers a visitor's message: tokens as they come are spoken as they come. */
export type Reply = (message: string, context: ReplyContext) => ReplyInput | Promise<ReplyInput>;

/** What is known of a recording of a visitor's. */
export interface TranscribeContext extends VisitorContext {
  /** How long it is, in seconds: measured for MP3 and WAV files, else what its size lets it be at 24 kbit/s. */
  durationSeconds: number;
  /** What the visitor speaks, as a tag such as `de` or `pt-BR`, where their page knows it: its own language, or `microphone-language`. */
  language?: string | undefined;
}

/**
 * Writes down what a visitor says in a recording, whose `type` is that of its first bytes, such as `audio/webm`: the text, or an
 * empty one where nothing is said.
 */
export type Transcribe = (audio: Blob, context: TranscribeContext) => string | Promise<string>;

export interface AvatarHooks {
  beforeSay?: BeforeSay | undefined;
  textToSpeech?: TextToSpeech | undefined;
  /** Default `on-503`. */
  textToSpeechWhen?: TextToSpeechWhen | undefined;
  reply?: Reply | undefined;
  transcribe?: Transcribe | undefined;
}
