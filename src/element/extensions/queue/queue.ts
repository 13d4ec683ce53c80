import { html, nothing } from 'lit';

import { AvatarQueueChangeEvent, type QueueState } from '../../events/queue-change-event.js';
import { isFloating } from '../../launcher/floating.js';
import { compose, composition } from '../composition.js';
import type { AvatarHost, Extension } from '../extension.js';
import { PlaceNews } from './place-news.js';
import { askQueue, leaveQueue, queueUrl } from './queue-calls.js';
import { queueView, statusView } from './queue-views.js';
import { QueueWait } from './queue-wait.js';
import { queueStyles } from './queue.styles.js';
import { TitleMark } from './title-mark.js';

export { texts } from '../text-of.js';

export const styles = [composition, queueStyles];

export const isOfDocument = true;

/** Where others come first by the backend's own count, it is asked again after so long, in milliseconds. */
const NOT_YET_MS = 3000;

/**
 * Has the visitor wait for their turn where all avatars are busy, and starts the avatar when it is: while the page is seen, so that
 * nothing is opened for who has gone.
 *
 * @csspart queue - What is shown while the visitor waits, in the picture's place.
 * @csspart queue-card - The card in it.
 * @csspart queue-place - Where the visitor stands.
 * @csspart queue-join-button - Waits, or waits again.
 * @csspart queue-leave-button - Waits no more.
 * @csspart queue-start-button - In text mode: brings the avatar in when it is the visitor's turn.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  const page = host.ownerDocument;
  const title = new TitleMark(page);
  const news = new PlaceNews();
  /** Beside the endpoint that was busy. */
  let url: string | undefined;
  let handled: unknown;
  let isStarting = false;
  let isOffered = false;

  const wait = new QueueWait({
    // What was not told yet may be by now.
    ask: (ticket) => askQueue(host, url ?? '', ticket).finally(() => host.requestUpdate()),
    leave: (ticket) => leaveQueue(host, url ?? '', ticket),
    onChange: () => onChange(),
  });
  const state = (): QueueState => (isOffered ? 'offered' : wait.state);

  const start = (): void => {
    if (isFloating(host.placement)) host.expanded = true;
    void host.start().catch(() => undefined); // Told by avatar-error, and shown.
  };
  /** A visitor who writes meanwhile is asked first. */
  const startInTurn = (): void => {
    const isThere = !page.hidden && host.mode === 'avatar';
    if (wait.state === 'turn' && isThere && !isStarting) start();
  };
  const onChange = (): void => {
    host.remarks.ticket = wait.ticket;
    host.dispatchEvent(new AvatarQueueChangeEvent(state(), wait.place ?? null));
    title.show(wait.state === 'turn' && page.hidden ? host.localizer.term('queueTurn') : undefined);
    host.requestUpdate();
    startInTurn();
  };
  const join = (): void => {
    isOffered = false;
    wait.join();
  };
  const leave = (): void => {
    const wasOffered = isOffered;
    isOffered = false;
    if (wait.state !== 'over') wait.leave();
    else if (wasOffered) onChange();
  };

  /** All avatars are busy. */
  const onBusy = (retryAfterMs: number | undefined, hasQueue: boolean): void => {
    if (wait.ticket !== undefined) {
      wait.resume(hasQueue ? NOT_YET_MS : (retryAfterMs ?? NOT_YET_MS));
      return;
    }
    url = queueUrl(host);
    if (!hasQueue || url === undefined) return;
    // A start that nobody has asked for takes nobody's place. Firefox can tell since 120, Safari since 16.4.
    const { userActivation } = navigator as Partial<Navigator>;
    isOffered = userActivation?.hasBeenActive === false;
    if (isOffered) onChange();
    else join();
  };
  const followState = (): void => {
    const { error } = host;
    const wasStarting = isStarting;
    isStarting = host.state === 'connecting';
    if (isStarting) {
      isOffered = false;
      wait.pause();
    } else if (host.state !== 'error') {
      if (wait.state !== 'over' || isOffered) wait.leave(host.state === 'live');
      isOffered = false;
    } else if (error?.code === 'CAPACITY' && (wasStarting || error !== handled)) {
      handled = error;
      onBusy(error.retryAfterMs, error.details?.['queue'] !== undefined);
    } else if (error?.code !== 'CAPACITY') leave();
  };

  page.addEventListener(
    'visibilitychange',
    () => {
      if (page.hidden) return;
      title.show(undefined);
      wait.askNow();
      startInTurn();
    },
    { signal },
  );
  page.defaultView?.addEventListener('pagehide', () => wait.leave(), { signal });
  host.addEventListener('avatar-launcher-change', ({ launcher }) => launcher === 'dismissed' && leave(), { signal });
  signal.addEventListener('abort', () => {
    title.show(undefined);
    leave();
    host.shadowRoot?.querySelector('.stage')?.removeAttribute('data-queue');
  });

  return {
    updated: () => {
      compose(host);
      followState();
      const isShown = state() !== 'over' && host.state === 'error';
      host.shadowRoot?.querySelector('.stage')?.toggleAttribute('data-queue', isShown);
    },
    render: () => {
      const view = {
        localizer: host.localizer,
        state: state(),
        place: wait.place,
        isWriting: host.mode === 'text',
        onJoin: join,
        onLeave: leave,
        onStart: start,
      };
      const isShown = view.state !== 'over' && host.state === 'error';
      const told = { ...view, state: isShown ? view.state : ('over' as const), place: news.of(view.place) };
      return html`${statusView(told)}${isShown ? queueView(view) : nothing}`;
    },
  };
}
