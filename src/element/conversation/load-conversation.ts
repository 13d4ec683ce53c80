import { AvatarError } from '../../core/errors.js';
import type { conversationOf } from './conversation.js';

interface ConversationCode {
  conversationOf: typeof conversationOf;
}

/** @throws {AvatarError} `NETWORK` */
export async function loadConversation(): Promise<ConversationCode> {
  try {
    return await import('./conversation.js');
  } catch (cause) {
    throw new AvatarError('NETWORK', 'The code for messages could not be loaded. Try again.', { cause });
  }
}
