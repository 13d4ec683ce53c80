/**
 * A loop through the echo canceller of real browsers: `npm run test:echo`, or `npm run test:echo -- --rounds 5 --only firefox`.
 *
 * What the avatar says comes out of a speaker, from there into a microphone, and is heard hands-free. It has to neither interrupt the
 * avatar nor be taken for something that a visitor said, while a visitor who talks over it has to do both. The loop is PulseAudio's:
 * linear, without a room, and the visitor is louder than the echo, so that it is the least that has to work, not the hardest.
 */
import { parseArgs } from 'node:util';

import { startPulseAudio } from '../support/pulse-audio.js';
import { openInChromium, openInFirefox, type OpenInRoom } from '../support/room-browsers.js';
import { say } from '../support/say.js';
import { tryLoop, type LoopOutcome } from './try-loop.js';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, only: { type: 'string' } },
});
const BROWSERS: Record<string, OpenInRoom> = { chromium: openInChromium, firefox: openInFirefox };

const [question] = await say(['Excuse me, when do you open on Sundays?']);
if (!question) throw new Error('There is nothing to say.');
const rows: string[] = [];
let isRight = true;
for (const [name, openIn] of Object.entries(BROWSERS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const audio = await startPulseAudio();
  try {
    const outcome = await tryLoop({ openIn, audio, question, rounds: Number(values.rounds) });
    rows.push(rowOf(name, outcome));
    isRight &&= isAsItShouldBe(outcome);
  } finally {
    await audio.close();
  }
}
console.log(
  [
    '| browser | echo cancelled | answers said over their own echo | of these interrupted | heard in them | spoken over by a visitor | of these interrupted | visitors understood |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n'),
);
process.exit(isRight ? 0 : 1);

function rowOf(name: string, { cancelsEcho, alone, spokenOver }: LoopOutcome): string {
  const cells = [alone.answers, alone.interrupted, alone.heard];
  const over = [spokenOver.answers, spokenOver.interrupted, spokenOver.heard];
  return `| ${[name, cancelsEcho ? 'yes' : 'no', ...cells, ...over].join(' | ')} |`;
}

function isAsItShouldBe({ cancelsEcho, alone, spokenOver }: LoopOutcome): boolean {
  const isLeftAlone = alone.interrupted === 0 && alone.heard === 0;
  return (
    cancelsEcho &&
    isLeftAlone &&
    spokenOver.interrupted === spokenOver.answers &&
    spokenOver.heard === spokenOver.answers
  );
}
