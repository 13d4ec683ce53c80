import type { WhepStep } from './whep-options.js';

const ORDER: readonly WhepStep[] = ['offer', 'whep', 'ice', 'dtls', 'first-frame'];

/** Tells each step once and in order: on a fast network the browser tells of a path before the answer is said to be taken. */
export function inOrder(tell: (step: WhepStep) => void): (step: WhepStep) => void {
  const done = new Set<WhepStep>();
  let told = 0;
  return (step) => {
    done.add(step);
    if (step === 'dtls') done.add('ice');
    for (let next = ORDER[told]; next && done.has(next); next = ORDER[++told]) tell(next);
  };
}
