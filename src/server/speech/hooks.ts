import type { SpeechInput } from '../../core/speech/speech-input.js';

/** What a hook is told about the session that it is asked for. */
export interface HookContext {
  sessionId: string;
  /** Whose session it is: what `identify` gave, or the id in the visitor's cookie. Missing where there is neither. */
  caller?: string | undefined;
  /** Aborts when the visitor has gone, or said something new. */
  signal: AbortSignal;
}

/** Who makes the avatar speak: a page, the `reply` hook, or the server by `voiceOf()`. */
export type Speaker = 'page' | 'reply' | 'server';

export interface SayContext extends HookContext {
  turnId: string;
}

/** Keeps a text from being said. */
export interface SayRefusal {
  /** Why, for the visitor. */
  refuse: string;
}

/** Sees each text before it is said: gives another one to say in its place, refuses it, or, with nothing, lets it be. */
export type BeforeSay = (
  text: string,
  context: SayContext,
) => string | SayRefusal | undefined | Promise<string | SayRefusal | undefined>;

/** Makes speech of a text: an MP3 file of 44.1 kHz. `voiceId` is the one that the session was opened with, where it named one. */
export type TextToSpeech = (
  text: string,
  voiceId: string | undefined,
  context: SayContext,
) => Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | Promise<Blob | Uint8Array<ArrayBuffer> | ArrayBuffer>;

/** When `textToSpeech` speaks: always, or where the service's own voice answers 503. */
export type TextToSpeechWhen = 'always' | 'on-503';

export interface ChatMessage {
  role: 'user' | 'assistant';
  content: string;
}

export interface ReplyContext extends HookContext {
  /** What was said in this session before, the oldest first. */
  history: readonly ChatMessage[];
}

/** Answers a visitor's message: tokens as they come are spoken as they come. */
export type Reply = (message: string, context: ReplyContext) => SpeechInput | Promise<SpeechInput>;

export interface AvatarHooks {
  beforeSay?: BeforeSay | undefined;
  textToSpeech?: TextToSpeech | undefined;
  /** Default `on-503`. */
  textToSpeechWhen?: TextToSpeechWhen | undefined;
  reply?: Reply | undefined;
}
