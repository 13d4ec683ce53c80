import type { Logger } from '../../core/logger.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';

/** What the commands of a page's own buttons act on. */
export interface CommandHost extends HTMLElement {
  mode: 'avatar' | 'text';
  muted: boolean;
  captions: boolean;
  readonly playback: { readonly blocked: unknown };
  createLogger(): Logger;
  expanded: boolean;
  start(): Promise<void>;
  end(): Promise<void>;
  speak(input: SpeechInput): Promise<void>;
  send(message: string): Promise<void>;
  interrupt(): Promise<void>;
  dismiss(): Promise<void>;
}

/** What is loaded of this. */
export interface CommandCode {
  runCommand: typeof runCommand;
  followClicks: typeof followClicks;
}

type Run = (host: CommandHost, value: string, wasSilent: boolean) => unknown;

const COMMANDS: Readonly<Record<string, Run>> = {
  '--start': (host) => host.start(),
  '--end': (host) => host.end(),
  // A visitor who wants to hear something wants the avatar to be there.
  '--speak': (host, value) => Promise.all([host.start(), host.speak(value)]),
  '--ask': (host, value) => host.send(value),
  '--interrupt': (host) => host.interrupt(),
  '--toggle-mute': (host, _value, wasSilent) => (host.muted = !wasSilent),
  '--toggle-captions': (host) => (host.captions = !host.captions),
  '--write': (host) => (host.mode = 'text'),
  '--expand': (host) => (host.expanded = true),
  '--minimise': (host) => (host.expanded = false),
  '--dismiss': (host) => host.dismiss(),
};

/** Looks for clicks on the page's buttons that command `host`, where the browser lacks invoker commands. */
export function followClicks(host: CommandHost, signal: AbortSignal): void {
  const onClick = (event: Event): void => {
    const { id, ownerDocument } = host;
    const button = event.composedPath().find((node) => (node as Element).localName === 'button') as
      HTMLButtonElement | undefined;
    if (event.defaultPrevented || !id || button?.getAttribute('commandfor') !== id || button.matches(':disabled'))
      return;
    // As everywhere in HTML, an id is first looked for where the button is.
    const near = button.getRootNode() as Document | ShadowRoot;
    if ((near.getElementById(id) ?? ownerDocument.getElementById(id)) !== host) return;
    // To browsers that know no commands, it is a submit button.
    event.preventDefault();
    const wasSilent = host.muted || host.playback.blocked !== undefined;
    // Scripts of the page can still prevent the command, until the last of them has heard of the click.
    let isPrevented = false;
    event.preventDefault = () => (isPrevented = true);
    setTimeout(() => isPrevented || runCommand(host, button.getAttribute('command') ?? '', button.value, wasSilent));
  };
  // A closed shadow root keeps its buttons from the document.
  for (const root of [host.ownerDocument, host.getRootNode()])
    root.addEventListener('click', onClick, { signal, capture: true });
}

/**
 * Carries out what a button of the page commands.
 * @param wasSilent Whether nothing was heard when it was pressed.
 */
export function runCommand(host: CommandHost, command: string, value: string, wasSilent: boolean): void {
  const act = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (act) {
    // What fails is told by avatar-error.
    Promise.resolve(act(host, value, wasSilent)).catch(() => undefined);
  } else if (command.startsWith('--'))
    host.createLogger().error(`There is no command ${command}; there are ${Object.keys(COMMANDS).join(', ')}.`);
}
