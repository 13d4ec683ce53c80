import { LEAVES_SHADOW_ROOTS } from './event-init.js';

/** What a visitor has answered. */
export interface ConsentAnswer {
  /** Whether they agree; false also where they have agreed before, and withdraw it. */
  readonly given: boolean;
  /** Which version of the terms they were shown. */
  readonly version: string;
  /** Whether they agree to be listened to, too. */
  readonly microphone: boolean;
}

/** The visitor has agreed to the terms, has declined, or has withdrawn a consent, which ends the session. */
export class AvatarConsentEvent extends Event implements ConsentAnswer {
  static readonly type = 'avatar-consent';
  readonly given: boolean;
  readonly version: string;
  readonly microphone: boolean;

  constructor({ given, version, microphone }: ConsentAnswer) {
    super(AvatarConsentEvent.type, LEAVES_SHADOW_ROOTS);
    this.given = given;
    this.version = version;
    this.microphone = microphone;
  }
}
