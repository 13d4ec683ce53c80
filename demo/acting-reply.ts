import type { Reply, ReplyContext } from 'kaltura-avatar/server';

import { REPOSITORY } from './project-reply.js';

/** Settings of the demo's page, as it marks them for `highlight`, by the question whose answer they go with. */
const SETTINGS: Readonly<Record<string, string>> = {
  'How do captions work?': 'Captions',
  'Can the avatar float in a corner?': 'Where',
  'Which languages does the element have?': 'Language',
  'Can I talk to it?': 'Microphone',
};

/** So many questions are suggested after an answer. */
const SUGGESTED = 2;

const LINK = new RegExp(`\\]\\(${REPOSITORY}([^)]*)\\)`);

/**
 * Has a page that can do so mark the setting that an answer is about, and show the section that it links to, when the words before the link
 * are heard.
 * @param reply Gives answers as texts. @param questions Those that it knows, in the order in which they are suggested.
 */
export function createActingReply(reply: Reply, questions: readonly (readonly string[])[]): Reply {
  const answerTo = async (message: string, context: ReplyContext): Promise<string> =>
    (await reply(message, context)) as string;
  const places = new Map<string, number>();
  return async function* (message, context) {
    const answer = await answerTo(message, context);
    if (places.size === 0)
      for (const [place, [question = '']] of questions.entries()) places.set(await answerTo(question, context), place);
    const place = places.get(answer);
    const can = (action: string): boolean => context.actions?.some(({ name }) => name === action) === true;

    const what = place === undefined ? undefined : SETTINGS[questions[place]?.[0] ?? ''];
    if (what !== undefined && can('highlight')) yield { action: 'highlight', args: { what } };
    const link = LINK.exec(answer);
    if (link && can('show-section')) {
      const sentence = answer.slice(0, link.index).lastIndexOf('. ') + 1;
      if (sentence > 0) yield answer.slice(0, sentence);
      yield { action: 'show-section', args: { section: link[1] } };
      yield answer.slice(sentence);
    } else yield answer;
    if (place === undefined) return;
    const next = [...questions.slice(place + 1), ...questions].slice(0, SUGGESTED);
    yield { suggestions: next.map(([question = '']) => question) };
  };
}
