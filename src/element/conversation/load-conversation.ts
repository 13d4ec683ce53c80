import { notLoaded } from '../../core/not-loaded.js';
import type { conversationOf } from './conversation.js';

interface ConversationCode {
  conversationOf: typeof conversationOf;
}

/** @throws {AvatarError} `NETWORK` */
export async function loadConversation(): Promise<ConversationCode> {
  try {
    return await import('./conversation.js');
  } catch (cause) {
    throw notLoaded('The code for messages', cause);
  }
}
