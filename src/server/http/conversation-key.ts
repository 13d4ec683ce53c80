import { isConversationKey } from '../../core/conversation-key.js';
import type { JsonReader } from '../../core/json-reader.js';
import { badRequest } from '../request-problem.js';
import type { ConversationWish } from '../speech/conversations.js';

/** Which conversation a page goes on with. @throws {RequestProblem} 400 */
export function readConversation(reader: JsonReader): ConversationWish {
  const key = reader.string('key');
  if (!isConversationKey(key))
    badRequest('conversation.key', '32 to 128 random letters, digits, hyphens and underscores');
  const seconds = reader.value('seconds') ?? undefined;
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds > 0))
    return badRequest('conversation.seconds', 'a number above 0');
  return { key, seconds };
}
