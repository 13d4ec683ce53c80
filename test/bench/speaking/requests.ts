import type { Stand } from './stand.js';
import type { Row } from './table.js';

/** A text that is at hand goes out at once. */
const WHOLE_GOAL_MS = 5;
/** A sentence of a stream: once nothing more has come for a moment, its end is known. */
const STREAM_GOAL_MS = 50;

const ROUNDS = 20;
const SENTENCE = 'The museum opens at nine in the morning.';

/** From what is there to say until the request that says it: in the page, and in the backend, where a model answers. */
export async function measureRequests(stand: Stand): Promise<Row[]> {
  const [whole, streamed, answered] = await stand.withAvatar({ captions: true }, async (page) => {
    const values: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const measured = [
        await page.evaluate((text) => window.timeRequest('whole', text), SENTENCE),
        await page.evaluate((text) => window.timeRequest('stream', text), SENTENCE),
        await stand.timeAnswer(page, SENTENCE),
      ];
      // What is loaded once is not measured again.
      if (round > 0) values.forEach((each, i) => each.push(measured[i] ?? NaN));
    }
    return values;
  });
  const row = (what: string, values: number[], goal: number): Row => ({
    profile: 'documented',
    what: `to its request: ${what}`,
    values,
    unit: 'ms',
    goal,
    isMedian: true,
  });
  return [
    row('a text, from speak()', whole, WHOLE_GOAL_MS),
    row('a streamed sentence, from its last token', streamed, STREAM_GOAL_MS),
    row('a sentence of the backend’s reply, from its last token', answered, STREAM_GOAL_MS),
  ];
}
