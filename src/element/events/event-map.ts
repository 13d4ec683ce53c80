import type { AvatarActivityChangeEvent } from './activity-change-event.js';
import type { AvatarActionEvent } from './action-event.js';
import type { AvatarCaptionEvent } from './caption-event.js';
import type { AvatarConnectionChangeEvent } from './connection-change-event.js';
import type { AvatarConsentEvent } from './consent-event.js';
import type { AvatarErrorEvent } from './error-event.js';
import type { AvatarFeedbackEvent } from './feedback-event.js';
import type { AvatarLanguageChangeEvent } from './language-change-event.js';
import type { AvatarLauncherChangeEvent } from './launcher-change-event.js';
import type { AvatarMessageEvent } from './message-event.js';
import type { AvatarMetricsEvent } from './metrics-event.js';
import type { AvatarQueueChangeEvent } from './queue-change-event.js';
import type { AvatarSessionEndEvent } from './session-end-event.js';
import type { AvatarSpeakingEndEvent } from './speaking-end-event.js';
import type { AvatarSpeakingStartEvent } from './speaking-start-event.js';
import type { AvatarStateChangeEvent } from './state-change-event.js';

declare global {
  interface HTMLElementEventMap {
    'avatar-state-change': AvatarStateChangeEvent;
    'avatar-connection-change': AvatarConnectionChangeEvent;
    'avatar-speaking-start': AvatarSpeakingStartEvent;
    'avatar-speaking-end': AvatarSpeakingEndEvent;
    'avatar-activity-change': AvatarActivityChangeEvent;
    'avatar-caption': AvatarCaptionEvent;
    'avatar-launcher-change': AvatarLauncherChangeEvent;
    'avatar-language-change': AvatarLanguageChangeEvent;
    'avatar-error': AvatarErrorEvent;
    'avatar-message': AvatarMessageEvent;
    'avatar-metrics': AvatarMetricsEvent;
    'avatar-session-end': AvatarSessionEndEvent;
    'avatar-consent': AvatarConsentEvent;
    'avatar-feedback': AvatarFeedbackEvent;
    'avatar-action': AvatarActionEvent;
    'avatar-queue-change': AvatarQueueChangeEvent;
  }
}
