export { createAiReply } from './ai-reply.js';
export type { AiReplyCall, AiReplyOptions, AiStreamPart } from './ai-reply.js';
export { createAiTranscriber } from './ai-transcriber.js';
export type { AiTranscriberCall, AiTranscriberOptions } from './ai-transcriber.js';
export { createAiVoice } from './ai-voice.js';
export type { AiVoiceCall, AiVoiceOptions } from './ai-voice.js';
export type { SpeechCacheStore } from './speech-cache.js';
