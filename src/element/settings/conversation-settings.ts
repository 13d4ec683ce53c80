import { LitElement } from 'lit';

import type { AvatarReply } from '../conversation/reply.js';

/** The attributes and properties about what is said: how the visitor talks to the avatar, and on which terms. */
export abstract class ConversationSettings extends LitElement {
  /**
   * Shows a text field and a microphone to talk to the avatar.
   * @attr composer
   * @default false
   */
  declare composer: boolean;
  /**
   * Shows what was said.
   * @attr show-transcript
   * @default false
   */
  declare showTranscript: boolean;
  /**
   * Whose links stay links in the transcript, such as `example.com *.example.org`; other links are shown as text. Without it, all
   * are links.
   * @attr link-hosts
   * @default null
   */
  declare linkHosts: string | null;
  /**
   * Asks the visitor in the transcript what they think: `thumbs` of each answer, `rating` of the conversation at its end, too.
   * @attr feedback
   * @type {'off' | 'thumbs' | 'rating'}
   * @default 'off'
   */
  declare feedback: 'off' | 'thumbs' | 'rating';
  /**
   * `required`: nothing is opened, sent to your backend or recorded before the visitor agrees to your terms.
   * @attr consent
   * @type {boolean | 'required'}
   * @default false
   */
  declare consent: boolean | 'required';
  /**
   * The URL of the terms that the visitor is asked to agree to.
   * @attr consent-terms
   * @default null
   */
  declare consentTerms: string | null;
  /**
   * The version of the terms, such as `2026-11`: visitors who have agreed to another one are asked again. Without it, `1`.
   * @attr consent-version
   * @default null
   */
  declare consentVersion: string | null;

  /** Answers visitors in the page. Default: the `reply` hook of the backend does. */
  declare reply: AvatarReply | null;
}
