import { html, nothing, type TemplateResult } from 'lit';

import { isOpen } from '../../avatar-state.js';
import type { Messages } from '../../i18n/messages.js';
import type { AvatarHost, Extension } from '../extension.js';
import { endAs } from '../end-as.js';
import { shortcutsHelpOf, type Shortcut, type ShortcutsHelp } from '../shortcuts/shortcuts-help.js';
import { shortcutsStyles } from '../shortcuts/shortcuts.styles.js';
import { langOf, type TextKey } from '../text-of.js';
import { Attention } from './attention.js';
import {
  captionsIcon,
  endIcon,
  fullScreenIcon,
  interruptIcon,
  leaveFullScreenIcon,
  mutedIcon,
  pictureInPictureIcon,
  volumeIcon,
} from './control-icons.js';
import { FullScreen } from './full-screen.js';
import { PictureInPicture } from './picture-in-picture.js';
import { styles as controlsStyles } from './controls.styles.js';
import { volumeSticks } from './volume-sticks.js';

export { texts } from '../text-of.js';

export const styles = [controlsStyles, shortcutsStyles];

type Term = {
  [Key in keyof Messages]: Messages[Key] extends string ? Key : never;
}[keyof Messages];

interface Control {
  part: string;
  icon: unknown;
  term: Term;
  act: () => unknown;
  /** For buttons that are on or off. */
  isOn?: boolean;
  isDisabled?: boolean;
  /** The key that does the same, in the words of `aria-keyshortcuts`. */
  shortcut?: string;
}

export const isOfDocument = true;

/**
 * The bar of buttons.
 *
 * @csspart controls - The area of the control bar, or of the page's own controls.
 * @csspart control-bar - The bar itself.
 * @csspart control-button - Each of its buttons.
 * @csspart interrupt-button - Stops the speech.
 * @csspart mute-button - Turns the sound off and on.
 * @csspart volume - The slider for the volume.
 * @csspart captions-button - Shows and hides captions.
 * @csspart picture-in-picture-button - Shows the avatar in a window of its own, and brings it back.
 * @csspart full-screen-button - Enters and leaves full screen.
 * @csspart end-button - Ends the session.
 * @csspart elsewhere - The overlay while the picture is in a window of its own.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  return new Controls(host, signal);
}

/** What a visitor can do with an avatar that is there; comes when it is looked for, and goes when it is not. */
class Controls implements Extension {
  readonly shortcuts = {
    i: () => this.#try(() => this.#host.interrupt()),
    m: () => this.#toggleMute(),
    p: () => this.#try(() => this.#pictureInPicture.toggle()),
    f: () => this.#try(() => this.#fullScreen.toggle()),
    '?': () => this.#help.toggle(),
  };
  readonly #host: AvatarHost;
  readonly #signal: AbortSignal;
  readonly #help: ShortcutsHelp;
  readonly #fullScreen: FullScreen;
  readonly #pictureInPicture: PictureInPicture;
  #attention: Attention | undefined;
  /** What the sound comes back to when it was turned down to nothing. */
  #lastVolume = 1;
  /** On an iPhone it is set by its buttons alone. */
  #canSetVolume = false;

  constructor(host: AvatarHost, signal: AbortSignal) {
    const update = (): void => host.requestUpdate();
    this.#host = host;
    this.#signal = signal;
    this.#help = shortcutsHelpOf(host);
    this.#fullScreen = new FullScreen(host, update, signal);
    this.#pictureInPicture = new PictureInPicture(host, update, signal);
    void volumeSticks().then((isSettable) => {
      this.#canSetVolume = isSettable;
      update();
    });
  }

  updated(): void {
    this.#pictureInPicture.update();
    this.#help.updated();
    const stage = this.#host.shadowRoot?.querySelector<HTMLElement>('.stage');
    if (stage) this.#attention ??= new Attention(stage, () => this.#host.requestUpdate(), this.#signal);
  }

  render(): TemplateResult | typeof nothing {
    const { state, localizer } = this.#host;
    if (!isOpen(state)) {
      this.#help.reset();
      return nothing;
    }
    const isShown = this.#attention?.isPaid ?? true;
    return html`${
        this.#pictureInPicture.isOn
          ? html`<div class="elsewhere" part="overlay elsewhere">
              <p role="status" lang=${langOf(localizer, 'inPictureInPicture')}>
                ${localizer.term('inPictureInPicture')}
              </p>
            </div>`
          : nothing
      }
      <div
        class="controls"
        part="controls"
        role="group"
        lang=${langOf(localizer, 'controls')}
        aria-label=${localizer.term('controls')}
        ?data-away=${!isShown && !this.#pictureInPicture.isOn}
      >
        <slot name="controls">${this.#bar()}</slot>
      </div>
      ${this.#help.render(this.#keys)}`;
  }

  get #keys(): readonly Shortcut[] {
    return [
      ['I', 'interrupt'],
      ['M', 'mute'],
      ['C', 'captions'],
      ...(this.#pictureInPicture.isSupported ? [['P', 'enterPictureInPicture'] as const] : []),
      ...(this.#fullScreen.isSupported ? [['F', 'enterFullScreen'] as const] : []),
      ['?', 'shortcuts'],
    ];
  }

  #bar(): TemplateResult {
    const { captions, speaking } = this.#host;
    return html`<div class="bar" part="control-bar">
      ${this.#button({
        part: 'interrupt-button',
        icon: interruptIcon,
        term: 'interrupt',
        isDisabled: !speaking,
        shortcut: 'I',
        act: () => this.#host.interrupt(),
      })}
      ${this.#soundControls()}
      ${this.#button({
        part: 'captions-button',
        icon: captionsIcon,
        term: captions ? 'hideCaptions' : 'showCaptions',
        isOn: captions,
        shortcut: 'C',
        act: () => (this.#host.captions = !captions),
      })}
      ${this.#pictureInPictureButton()} ${this.#fullScreenButton()}
      ${this.#button({ part: 'end-button', icon: endIcon, term: 'end', act: () => endAs(this.#host, 'visitor') })}
    </div>`;
  }

  #soundControls(): TemplateResult | typeof nothing {
    const { muted, volume, localizer, session } = this.#host;
    if (session?.mediaStream?.getAudioTracks().length === 0) return nothing;
    const isSilent = this.#isSilent;
    return html`<span class="sound">
      ${this.#button({
        part: 'mute-button',
        icon: isSilent ? mutedIcon : volumeIcon,
        term: isSilent ? 'unmute' : 'mute',
        shortcut: 'M',
        act: () => this.#toggleMute(),
      })}
      ${
        this.#canSetVolume
          ? html`<input
              part="volume"
              type="range"
              min="0"
              max="1"
              step="0.05"
              lang=${this.#langOf('volume')}
              aria-label=${localizer.term('volume')}
              aria-valuetext=${percent(muted ? 0 : volume, localizer.lang())}
              .value=${String(muted ? 0 : volume)}
              @input=${this.#onVolume}
            />`
          : nothing
      }
    </span>`;
  }

  #pictureInPictureButton(): TemplateResult | typeof nothing {
    const { isSupported, isOn } = this.#pictureInPicture;
    if (!isSupported) return nothing;
    return this.#button({
      part: 'picture-in-picture-button',
      icon: pictureInPictureIcon,
      term: isOn ? 'leavePictureInPicture' : 'enterPictureInPicture',
      isOn,
      shortcut: 'P',
      act: () => this.#pictureInPicture.toggle(),
    });
  }

  #fullScreenButton(): TemplateResult | typeof nothing {
    const { isSupported, isOn } = this.#fullScreen;
    if (!isSupported) return nothing;
    return this.#button({
      part: 'full-screen-button',
      icon: isOn ? leaveFullScreenIcon : fullScreenIcon,
      term: isOn ? 'leaveFullScreen' : 'enterFullScreen',
      shortcut: 'F',
      act: () => this.#fullScreen.toggle(),
    });
  }

  #button({ part, icon, term, act, isOn, isDisabled = false, shortcut }: Control): TemplateResult {
    const label = this.#host.localizer.term(term);
    // A disabled button would lose the focus that is on it.
    return html`<button
      type="button"
      part="button control-button ${part}"
      class=${isOn ? 'on' : ''}
      lang=${this.#langOf(term)}
      aria-label=${label}
      title=${shortcut ? `${label} (${shortcut})` : label}
      aria-keyshortcuts=${shortcut ?? nothing}
      aria-disabled=${isDisabled ? 'true' : nothing}
      @click=${() => isDisabled || this.#try(act)}
    >
      ${icon}
    </button>`;
  }

  /** Within a bar whose own name is in English. */
  #langOf(term: TextKey): unknown {
    const { localizer } = this.#host;
    const isWithinEnglish = localizer.langOf('controls') !== undefined;
    return isWithinEnglish ? (localizer.langOf(term) ?? localizer.spokenLang) : langOf(localizer, term);
  }

  /** What the browser refuses is told in the log: the avatar itself goes on. */
  #try(act: () => unknown): void {
    Promise.resolve()
      .then(act)
      .catch((error: unknown) => this.#host.createLogger().warn('The browser refused what a control asked for', error));
  }

  readonly #onVolume = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const volume = event.target.valueAsNumber;
    this.#host.volume = volume;
    this.#host.muted = volume === 0;
    if (volume > 0) this.#lastVolume = volume;
  };

  /** Also where the browser has refused the sound: the click that turns it on is what it waits for. */
  get #isSilent(): boolean {
    const { muted, volume, playback } = this.#host;
    return muted || volume === 0 || playback.blocked === 'sound';
  }

  #toggleMute(): void {
    const { volume, playback } = this.#host;
    const isSilent = this.#isSilent;
    if (isSilent && volume === 0) this.#host.volume = this.#lastVolume;
    this.#host.muted = !isSilent;
    if (playback.blocked) playback.unblock();
  }
}

/** To make one costs more than all else of the bar. */
const formats = new Map<string, Intl.NumberFormat>();

function percent(share: number, language: string): string {
  const format = formats.get(language) ?? new Intl.NumberFormat(language, { style: 'percent' });
  formats.set(language, format);
  return format.format(share);
}
