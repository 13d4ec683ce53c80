/**
 * Answers visitors with a model of OpenAI, or of any server that speaks its Chat Completions API. `npm install openai`, then
 * `createAvatarBackend({ reply: createOpenAiReply(new OpenAI()), … })` in any of the backends beside this folder; the client
 * takes its key from `OPENAI_API_KEY`. The avatar begins to speak with the first sentence, not when the answer is complete.
 */
import type { Reply } from 'kaltura-avatar/server';
import type { OpenAI } from 'openai';

/** What is written for the eye cannot be spoken. */
const INSTRUCTIONS = 'You are a friendly avatar. Answer in one to three short spoken sentences: no lists, no Markdown.';

export function createOpenAiReply(client: OpenAI, model = process.env['OPENAI_MODEL'] ?? 'gpt-5.4-mini'): Reply {
  return async function* (message, { history, signal }) {
    const chunks = await client.chat.completions.create(
      {
        model,
        stream: true,
        messages: [{ role: 'system', content: INSTRUCTIONS }, ...history, { role: 'user', content: message }],
      },
      { signal },
    );
    for await (const { choices } of chunks) {
      const token = choices[0]?.delta.content;
      if (token) yield token;
    }
  };
}
