/**
 * Answers visitors by a few rules, word by word as a language model would, and needs no account. In any of the backends
 * beside this folder: `createAvatarBackend({ reply: createScriptedReply(), … })`. A place to begin with a reply of your own.
 */
import { setTimeout as delay } from 'node:timers/promises';

import type { Reply } from 'kaltura-avatar/server';

export interface ScriptedReplyOptions {
  /** The time before each word, in milliseconds. Default 40. */
  wordEveryMs?: number;
}

export function createScriptedReply({ wordEveryMs = 40 }: ScriptedReplyOptions = {}): Reply {
  return async function* (message, { history, signal }) {
    const said = history.filter(({ role }) => role === 'user').map(({ content }) => content);
    const answer = answerTo(message.trim(), [...said, message].map(nameIn).findLast(Boolean));
    for (const word of answer.split(/(?<=\s)/)) {
      if (wordEveryMs > 0) await delay(wordEveryMs, undefined, { signal });
      yield word;
    }
  };
}

function answerTo(message: string, name: string | undefined): string {
  if (nameIn(message)) return `Nice to meet you, ${name}. I will remember your name.`;
  if (/\bmy name\b|\bwho am i\b/i.test(message))
    return name ? `Your name is ${name}.` : 'You have not told me your name.';
  if (/^(hi|hello|hey|good (morning|afternoon|evening))\b/i.test(message))
    return `Hello${name ? `, ${name}` : ''}! What would you like to know?`;
  if (/\b(what can you do|who are you|help)\b/i.test(message)) {
    return 'I answer by a few simple rules. Tell me your name and ask me for it later, or say anything and I will repeat it.';
  }
  return message.endsWith('?') ? `You asked: ${message} I only know how to repeat it.` : `You said: ${message}`;
}

function nameIn(message: string): string | undefined {
  return /\b(?:my name is|call me)\s+(\p{L}[\p{L}'’-]*)/iu.exec(message)?.[1];
}
