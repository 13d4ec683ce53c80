import { SupervisedChild } from '../../src/simulator/child/supervised-child.js';
import type { MediaEngine, MediaFaults } from '../../src/simulator/media/media-engine.js';
import { EventJournal } from './event-journal.js';
import type { ViewerEvent, ViewerMethods } from './viewer-protocol.js';

type ViewerEventOf<Type extends ViewerEvent['type']> = Extract<ViewerEvent, { type: Type }>;

/** Viewers in a process of their own: one that used the WebRTC addon must not end by itself, as test runners do. */
export class ViewerProcess {
  readonly #child = new SupervisedChild<ViewerMethods, ViewerEvent>({
    name: 'viewer process',
    module: new URL('./viewer-process', import.meta.url),
    onEvent: (event) => this.#viewers.get(event.viewerId)?.events.add(event),
  });
  readonly #viewers = new Map<string, MediaViewer>();

  async createViewer(): Promise<MediaViewer> {
    const viewerId = `viewer-${this.#viewers.size + 1}`;
    const events = new EventJournal<ViewerEvent>();
    // Registered before the child knows of it: no event may be missed.
    const viewer = new MediaViewer(this.#child, viewerId, events);
    this.#viewers.set(viewerId, viewer);
    await viewer.createOffer();
    return viewer;
  }

  /** A viewer that is connected to a stage of `engine`. */
  async connect(engine: MediaEngine, stageId: string, faults?: MediaFaults): Promise<MediaViewer> {
    const viewer = await this.createViewer();
    const { sdp } = await engine.connectViewer(stageId, viewer.offerSdp, faults);
    await viewer.acceptAnswer(sdp);
    await viewer.nextState('connected');
    return viewer;
  }

  /** Ends the process as a page that crashes does: without a word to the other side. */
  vanish(): void {
    if (this.#child.pid !== undefined) process.kill(this.#child.pid, 'SIGKILL');
  }

  close(): Promise<void> {
    return this.#child.close();
  }
}

/** The far end of a media engine's stage. */
export class MediaViewer {
  readonly events: EventJournal<ViewerEvent>;
  readonly #child: SupervisedChild<ViewerMethods, ViewerEvent>;
  readonly #viewerId: string;
  #offerSdp = '';

  constructor(child: SupervisedChild<ViewerMethods, ViewerEvent>, viewerId: string, events: EventJournal<ViewerEvent>) {
    this.#child = child;
    this.#viewerId = viewerId;
    this.events = events;
  }

  get offerSdp(): string {
    return this.#offerSdp;
  }

  async createOffer(): Promise<void> {
    this.#offerSdp = await this.#child.call('createOffer', { viewerId: this.#viewerId });
  }

  async acceptAnswer(sdp: string): Promise<void> {
    await this.#child.call('acceptAnswer', { viewerId: this.#viewerId, sdp });
  }

  answerOffer(sdp: string): Promise<string> {
    return this.#child.call('answerOffer', { viewerId: this.#viewerId, sdp });
  }

  createRestart(): Promise<string> {
    return this.#child.call('createRestart', { viewerId: this.#viewerId });
  }

  async acceptRestart(sdpFragment: string): Promise<void> {
    await this.#child.call('acceptRestart', { viewerId: this.#viewerId, sdpFragment });
  }

  async close(): Promise<void> {
    await this.#child.call('close', { viewerId: this.#viewerId });
  }

  async nextState(state: string): Promise<void> {
    await this.events.next((event) => event.type === 'state' && event.state === state);
  }

  /** The next `count` frames from now on. */
  async nextFrames(count: number): Promise<ViewerEventOf<'frame'>[]> {
    const frames = await this.events.nextOnes(count, isFrame, { from: this.events.all.length });
    return frames.filter(isFrame);
  }

  get frames(): ViewerEventOf<'frame'>[] {
    return this.events.all.filter(isFrame);
  }

  /** The next 10 ms of sound from now on that is audible, or that is silent. */
  async nextSound(kind: 'audible' | 'silent'): Promise<ViewerEventOf<'sound'>> {
    const matches = (event: ViewerEvent): boolean => isSound(event) && isAudible(event) === (kind === 'audible');
    return (await this.events.next(matches, { from: this.events.all.length })) as ViewerEventOf<'sound'>;
  }

  get sounds(): ViewerEventOf<'sound'>[] {
    return this.events.all.filter(isSound);
  }
}

/** Louder than what Opus makes of silence. */
export function isAudible({ level }: ViewerEventOf<'sound'>): boolean {
  return level > 300;
}

function isFrame(event: ViewerEvent): event is ViewerEventOf<'frame'> {
  return event.type === 'frame';
}

function isSound(event: ViewerEvent): event is ViewerEventOf<'sound'> {
  return event.type === 'sound';
}
