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
}

declare global {
  interface Window {
    fuzzPage: FuzzPage;
  }
}

takeOverEnvironment();
shortenTimeouts();

const mp3 = await (await fetch('/tone.mp3')).blob();
let player: Player | undefined;

function assertPlayer(): Player {
  if (player) return player;
  throw new Error('The sequence has not begun.');
}

window.fuzzPage = {
  begin: (service, setting) => void (player = new Player(service, setting, mp3)),
  play: (step) => assertPlayer().play(step),
  finish: () => assertPlayer().finish(),
  remains: () => assertPlayer().remains(),
};
