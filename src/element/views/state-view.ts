import { nothing, type TemplateResult } from 'lit';

import type { AvatarError } from '../../core/errors.js';
import type { ConnectStep } from '../../session/timings.js';
import type { AvatarState, Remarks } from '../avatar-state.js';
import {
  connectingView,
  endOf,
  endedView,
  errorView,
  faceView,
  idleView,
  stepOf,
  unsupportedView,
  type ConnectingView,
  type StartActions,
} from './cover-views.js';

export interface StateView extends ConnectingView, StartActions {
  state: AvatarState;
  /** What failed last. */
  error: AvatarError | null;
  /** What there is to say about its end or its error. */
  hint?: string | undefined;
  /** Whether an open session is seen. */
  hasPicture: boolean;
}

/** The element, as its views know it. */
export interface ViewedElement extends Readonly<Pick<StateView, 'state' | 'localizer' | 'poster' | 'error'>> {
  readonly remarks: Remarks;
  readonly playback: { readonly hasPicture: boolean };
  start(): Promise<void>;
}

/** The session that the element opens, as its views know it. */
export interface ViewedSession {
  readonly progress: ConnectStep | undefined;
  prepare(): Promise<void>;
}

/** The element as it is now, for the functions below. */
export function viewOf(element: ViewedElement, session: ViewedSession): StateView {
  const { state, localizer, poster, error, remarks, playback } = element;
  return {
    state,
    localizer,
    poster,
    error,
    progress: session.progress,
    hasPicture: playback.hasPicture,
    ...remarks,
    onStart: () => void element.start(),
    onLikelyStart: () => void session.prepare(),
  };
}

/** What goes on, in words. */
export function statusOf(view: StateView): string {
  const { state, localizer, isSlow } = view;
  switch (state) {
    case 'connecting':
      return `${localizer.term(stepOf(view))} ${isSlow ? localizer.term('takesLonger') : ''}`;
    case 'reconnecting':
      return localizer.term(state);
    case 'ended':
      return endOf(view);
    default:
      return '';
  }
}

/** What is there in place of the picture; nothing once there is one. */
export function stateView(view: StateView): TemplateResult | typeof nothing {
  const { state, localizer, error } = view;
  switch (state) {
    case 'unsupported':
      return unsupportedView(localizer);
    case 'idle':
      return error ? errorView(view, view) : idleView(view, view);
    case 'connecting':
      return connectingView(view);
    case 'ended':
      return endedView(view, view);
    case 'error':
      return errorView(view, view);
    case 'live':
    case 'reconnecting':
      return view.hasPicture ? nothing : faceView(view.poster);
  }
}
