import { html, nothing, type TemplateResult } from 'lit';

import { isOpen } from '../../avatar-state.js';
import { button } from '../../views/button.js';
import { playIcon } from '../../views/icons.js';
import { compose, composition } from '../composition.js';
import { endAs } from '../end-as.js';
import type { AvatarHost, Extension } from '../extension.js';
import { textOf } from '../text-of.js';
import { asClock, Countdown } from './countdown.js';
import { watchHint } from './hint.js';
import { IdleWatch } from './idle-watch.js';
import { limitsStyles } from './limits.styles.js';

export { texts } from '../text-of.js';

export const styles = [composition, limitsStyles];

/** The time that is left is shown from here on, in milliseconds. */
const LAST_MS = 60_000;

/**
 * Tells the visitor in time that the session is about to end, and why it ended.
 *
 * @csspart time-left - In the last minute: when the session ends.
 * @csspart still-there - The question before a session ends that nobody uses.
 * @csspart stay-button - Goes on with it.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  const idle = new IdleWatch(host, signal);
  const hint = watchHint(host, signal);
  const leftMs = (): number | undefined => host.session?.limits?.endsInMs;
  let asking: Countdown | undefined;
  /** What is said in it is heard from then on. */
  let hasRegion = false;
  return {
    render: () => (isOpen(host.state) ? limitsView(host, leftMs(), idle, hasRegion) : nothing),
    updated: () => {
      compose(host);
      hasRegion = isOpen(host.state);
      idle.check();
      hint();
      if (idle.askedLeftMs === undefined) asking = undefined;
      else
        asking ??= new Countdown({
          leftMs: () => idle.askedLeftMs,
          shownMs: Infinity,
          onSecond: () => host.requestUpdate(),
          onOver: () => undefined,
          signal,
        });
    },
    follow: (session, until) => {
      idle.follow(session, until);
      const countdown = new Countdown({
        leftMs,
        shownMs: LAST_MS,
        onSecond: () => host.requestUpdate(),
        onOver: () => {
          host.createLogger().info('The session has lasted as long as it may: it is ended');
          void endAs(host, 'limit');
        },
        signal: until,
      });
      // Nothing is known of it before it is open.
      for (const event of ['limitsChange', 'stateChange'] as const)
        session.on(event, () => countdown.check(), { signal: until });
    },
  };
}

const limitsView = (
  host: AvatarHost,
  leftMs: number | undefined,
  idle: IdleWatch,
  hasRegion: boolean,
): TemplateResult => {
  const { localizer } = host;
  const isLast = leftMs !== undefined && leftMs <= LAST_MS;
  const askedMs = idle.askedLeftMs;
  // The region is there before it has something to say: one that comes together with its text is not read. Each second it is drawn.
  return html`<p class="unseen" role="status">${isLast && hasRegion ? textOf(localizer, 'endsSoon') : nothing}</p>
    <p class="unseen" aria-live="assertive">${askedMs === undefined ? nothing : textOf(localizer, 'stillThere')}</p>
    ${
      isLast
        ? html`<p class="time-left" part="time-left" role="timer">${localizer.term('endsIn', asClock(leftMs))}</p>`
        : nothing
    }
    ${askedMs === undefined ? nothing : questionView(host, askedMs, idle)}`;
};

const questionView = ({ localizer }: AvatarHost, askedMs: number, idle: IdleWatch): TemplateResult =>
  html`<div class="overlay" part="overlay still-there">
    <div class="question" role="group" aria-label=${localizer.term('stillThere')}>
      <p aria-hidden="true">${textOf(localizer, 'stillThere')}</p>
      <p class="rest" role="timer">${localizer.term('endsIn', asClock(askedMs))}</p>
      ${button({ part: 'stay-button', icon: playIcon, label: textOf(localizer, 'stay', 'label'), onClick: () => idle.used() })}
    </div>
  </div>`;
