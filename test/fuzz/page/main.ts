import type { PageStep, Remains, Service, Setting } from '../step.js';
import { takeOverEnvironment } from './environment.js';
import { shortenTimeouts } from './pace.js';
import { Player } from './player.js';

/** What the runner calls in the page. */
export interface FuzzPage {
  begin(service: Service, setting: Setting): void;
  play(step: PageStep): Promise<void>;
  finish(): Promise<Remains>;
  remains(): Remains;
  /** Whether the page before this one was left while an answer with a session was on its way. */
  wasLeftOpening(): boolean;
}

declare global {
  interface Window {
    fuzzPage: FuzzPage;
  }
}

takeOverEnvironment();
shortenTimeouts();

let player: Player | undefined;

const LEFT_OPENING = 'left opening';

// A session may be asked for until the very moment the page is left. The sequence's own events are not meant.
window.addEventListener('pagehide', ({ isTrusted }) => {
  if (isTrusted && player) localStorage.setItem(LEFT_OPENING, String(player.remains().hasLostGrant));
});

const mp3 = await (await fetch('/tone.mp3')).blob();
function assertPlayer(): Player {
  if (player) return player;
  throw new Error('The sequence has not begun.');
}

window.fuzzPage = {
  begin: (service, setting) => void (player = new Player(service, setting, mp3)),
  play: (step) => assertPlayer().play(step),
  finish: () => assertPlayer().finish(),
  remains: () => assertPlayer().remains(),
  wasLeftOpening: () => localStorage.getItem(LEFT_OPENING) === 'true',
};
