import type { TemplateResult } from 'lit';

import type { AvatarState } from '../avatar-state.js';
import {
  connectingView,
  endedView,
  errorView,
  idleView,
  stepOf,
  unsupportedView,
  type ConnectingView,
  type StartActions,
} from './cover-views.js';
import { liveView, reconnectingView, type LiveView } from './overlay-views.js';

export interface StateView extends ConnectingView, LiveView, StartActions {
  state: AvatarState;
}

/** What goes on, in words. */
export function statusOf(view: StateView): string {
  const { state, localizer, isSlow } = view;
  switch (state) {
    case 'connecting':
      return `${localizer.term(stepOf(view))} ${isSlow ? localizer.term('takesLonger') : ''}`;
    case 'reconnecting':
    case 'ended':
      return localizer.term(state);
    default:
      return '';
  }
}

/** What lies over the picture, or is there in its place. */
export function stateView(view: StateView): TemplateResult {
  const { state, localizer, error } = view;
  switch (state) {
    case 'unsupported':
      return unsupportedView(localizer);
    case 'idle':
      return error ? errorView(localizer, error, view) : idleView(view, view);
    case 'connecting':
      return connectingView(view);
    case 'reconnecting':
      return reconnectingView(localizer);
    case 'ended':
      return endedView(view, view);
    case 'error':
      return errorView(localizer, error, view);
    case 'live':
      return liveView(view);
  }
}
