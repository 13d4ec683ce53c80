import type { ReactiveController } from 'lit';

import type { Logger } from '../../core/logger.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';

/** What the commands of a page's own buttons act on. */
export interface CommandHost extends HTMLElement {
  muted: boolean;
  captions: boolean;
  readonly playback: { readonly blocked: unknown };
  createLogger(): Logger;
  expanded: boolean;
  start(): Promise<void>;
  end(): Promise<void>;
  speak(input: SpeechInput): Promise<void>;
  interrupt(): Promise<void>;
  dismiss(): Promise<void>;
}

type Run = (host: CommandHost, value: string) => unknown;

const COMMANDS: Readonly<Record<string, Run>> = {
  '--start': (host) => host.start(),
  '--end': (host) => host.end(),
  // A visitor who wants to hear something wants the avatar to be there.
  '--speak': (host, value) => Promise.all([host.start(), host.speak(value)]),
  '--interrupt': (host) => host.interrupt(),
  // Silent also where the browser has refused the sound, which this click allows.
  '--toggle-mute': (host) => (host.muted = !(host.muted || host.playback.blocked)),
  '--toggle-captions': (host) => (host.captions = !host.captions),
  '--expand': (host) => (host.expanded = true),
  '--minimise': (host) => (host.expanded = false),
  '--dismiss': (host) => host.dismiss(),
};

/** The event of the invoker commands of HTML, where the browser has them. */
interface CommandEventLike extends Event {
  readonly command?: string;
  readonly source?: Element | null;
}

/**
 * Lets buttons of the page control the avatar without a script: `<button commandfor="guide" command="--start">`. Where the browser
 * lacks invoker commands (before Chrome 135, Firefox 144, Safari 26.2), clicks on such buttons are looked for in the
 * element's document and shadow root, and kept from submitting a form.
 */
export class CommandController implements ReactiveController {
  readonly #host: CommandHost;
  #connected: AbortController | undefined;

  constructor(host: CommandHost) {
    this.#host = host;
  }

  hostConnected(): void {
    const { signal } = (this.#connected = new AbortController());
    this.#host.addEventListener('command', this.#onCommand, { signal });
    if ('commandForElement' in HTMLButtonElement.prototype) return;
    // A closed shadow root keeps its buttons from the document.
    for (const root of [this.#host.ownerDocument, this.#host.getRootNode()])
      root.addEventListener('click', this.#onClick, { signal, capture: true });
  }

  hostDisconnected(): void {
    this.#connected?.abort();
  }

  readonly #onCommand = (event: Event): void => {
    const { command = '', source } = event as CommandEventLike;
    this.#run(command, (source as HTMLButtonElement | null | undefined)?.value ?? '');
  };

  readonly #onClick = (event: Event): void => {
    const { id, ownerDocument } = this.#host;
    const button = event.composedPath().find((node) => (node as Element).localName === 'button') as
      HTMLButtonElement | undefined;
    if (event.defaultPrevented || !id || button?.getAttribute('commandfor') !== id || button.matches(':disabled'))
      return;
    // As everywhere in HTML, an id is first looked for where the button is.
    const near = button.getRootNode() as Document | ShadowRoot;
    if ((near.getElementById(id) ?? ownerDocument.getElementById(id)) !== this.#host) return;
    // To browsers that know no commands, it is a submit button.
    event.preventDefault();
    // Scripts of the page can still prevent the command, until the last of them has heard of the click.
    let isPrevented = false;
    event.preventDefault = () => (isPrevented = true);
    setTimeout(() => isPrevented || this.#run(button.getAttribute('command') ?? '', button.value));
  };

  #run(command: string, value: string): void {
    const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
    if (run) {
      // What fails is told by avatar-error.
      Promise.resolve(run(this.#host, value)).catch(() => undefined);
    } else if (command.startsWith('--'))
      this.#host.createLogger().error(`There is no command ${command}; there are ${Object.keys(COMMANDS).join(', ')}.`);
  }
}
