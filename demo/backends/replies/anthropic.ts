/**
 * Answers visitors with Claude. `npm install @anthropic-ai/sdk`, then
 * `createAvatarBackend({ reply: createAnthropicReply(new Anthropic()), … })` in any of the backends beside this folder; the
 * client takes its key from `ANTHROPIC_API_KEY`. The avatar begins to speak with the first sentence, not when the answer is
 * complete.
 */
import type { Anthropic } from '@anthropic-ai/sdk';
import type { Reply } from 'kaltura-avatar/server';

/** What is written for the eye cannot be spoken. */
const INSTRUCTIONS = 'You are a friendly avatar. Answer in one to three short spoken sentences: no lists, no Markdown.';

export function createAnthropicReply(
  client: Anthropic,
  model = process.env['ANTHROPIC_MODEL'] ?? 'claude-haiku-5-5',
): Reply {
  return async function* (message, { history, signal }) {
    const events = await client.messages.create(
      {
        model,
        stream: true,
        max_tokens: 1024,
        system: INSTRUCTIONS,
        messages: [...history, { role: 'user', content: message }],
      },
      { signal },
    );
    for await (const event of events) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') yield event.delta.text;
    }
  };
}
