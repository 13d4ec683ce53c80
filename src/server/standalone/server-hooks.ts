import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { AvatarError } from '../../core/errors.js';
import { isRecord } from '../../core/json-reader.js';
import { failureReason } from '../failure-reason.js';
import type { AvatarBackendOptions } from '../options.js';

/** Where the hooks come from. */
export interface HookSettings {
  /** The path of a module that exports hooks. */
  module: string | undefined;
  /** The path of a Markdown file of questions with answers. */
  answers: string | undefined;
  voice: 'local' | undefined;
}

const HOOK_NAMES = [
  ...(['reply', 'textToSpeech', 'textToSpeechWhen', 'transcribe', 'beforeSay'] as const),
  ...(['identify', 'authorize', 'variables', 'clientAddress', 'onBudget', 'onSessionEnd', 'onFeedback'] as const),
];

type Hooks = Pick<AvatarBackendOptions, (typeof HOOK_NAMES)[number]>;

export interface ServerHooks {
  hooks: Hooks;
  /** Ends what they run. Idempotent. */
  close: () => Promise<void>;
}

/** What a module of CommonJS has besides. */
const NO_EXPORTS = new Set(['default', 'module.exports', '__esModule']);

/** @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the variable and what is wrong with it. */
export async function openHooks({ module, answers, voice }: HookSettings): Promise<ServerHooks> {
  const hooks: Hooks = module === undefined ? {} : await importHooks(module);
  if (answers !== undefined) {
    if (hooks.reply) complain('AVATAR_ANSWERS should be left out where AVATAR_HOOKS exports a reply.');
    hooks.reply = await replyFrom(answers);
  }
  if (voice === undefined) return { hooks, close: () => Promise.resolve() };
  if (hooks.textToSpeech) complain('AVATAR_VOICE should be left out where AVATAR_HOOKS exports textToSpeech.');
  const local = await startLocalVoice();
  return { hooks: { ...hooks, textToSpeech: local.textToSpeech }, close: () => local.close() };
}

async function importHooks(path: string): Promise<Hooks> {
  let exported: Record<string, unknown>;
  try {
    exported = (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (cause) {
    return complain(`AVATAR_HOOKS: ${path} could not be loaded. ${failureReason(cause)}`);
  }
  const { default: whole } = exported;
  const all = Object.entries({ ...(isRecord(whole) ? whole : {}), ...exported });
  const given = all.filter(([name]) => !NO_EXPORTS.has(name));
  const unknown = given.map(([name]) => name).find((name) => !HOOK_NAMES.some((hook) => hook === name));
  if (unknown !== undefined || given.length === 0) {
    const names = HOOK_NAMES.join(', ');
    complain(`AVATAR_HOOKS: ${path} should export some of ${names}; it exports ${unknown ?? 'none of them'}.`);
  }
  return Object.fromEntries(given);
}

async function replyFrom(path: string): Promise<Hooks['reply']> {
  const { createDocumentReply } = await import('../adapters/documents/document-reply.js');
  const answers = await readFile(path, 'utf8').catch((cause: unknown) =>
    complain(`AVATAR_ANSWERS: ${path} cannot be read. ${failureReason(cause)}`),
  );
  return createDocumentReply({ answers });
}

/** With its first text said: whoever starts the server hears of what is not installed, not the first visitor. */
async function startLocalVoice(): Promise<Required<Pick<Hooks, 'textToSpeech'>> & { close: () => Promise<void> }> {
  const { createLocalVoice } = await import('../../simulator/voice/local-voice.js');
  const voice = createLocalVoice();
  try {
    await voice.textToSpeech('Hello.');
  } catch (error) {
    await voice.close();
    complain(`AVATAR_VOICE=local cannot speak. ${failureReason(error)}`);
  }
  return voice;
}

function complain(message: string): never {
  throw new AvatarError('INVALID_CONFIGURATION', message);
}
