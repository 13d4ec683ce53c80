import { LitElement } from 'lit';

import type { Suggestions } from '../../core/speech/reply-pieces.js';
import type { AllowedActions } from '../conversation/actions/built-in/allowed-actions.js';
import type { PageActions } from '../conversation/actions/page-actions.js';
import type { AvatarReply } from '../conversation/reply.js';

/** The attributes and properties about what is said: how the visitor talks to the avatar, and on which terms. */
export abstract class ConversationSettings extends LitElement {
  /**
   * `text`: the visitor writes, and is answered in writing, with no session and no avatar; `start()` brings the avatar in, with the
   * conversation so far. Set it to `text` again to go on in writing.
   * @attr mode
   * @type {'avatar' | 'text'}
   * @default 'avatar'
   */
  declare mode: 'avatar' | 'text';
  /**
   * How long the conversation goes on: on this `page`; on all pages of this `visit`, until the tab is closed; or for a `day`, a `week` or a
   * `month` after the last message, in this browser. All but the first keep it in the browser.
   * @attr keep-conversation
   * @type {'page' | 'visit' | 'day' | 'week' | 'month'}
   * @default 'page'
   */
  declare keepConversation: 'page' | 'visit' | 'day' | 'week' | 'month';
  /**
   * Shows a text field and, where somebody can listen, a microphone to talk to the avatar.
   * @attr composer
   * @default false
   */
  declare composer: boolean;
  /**
   * How the visitor is listened to: `push`, while a button is held, or from one press to the next; `hands-free`, all the time
   * after a press; `off`. `auto` is `push` with `composer`, else `off`; and `off` in text mode.
   * @attr microphone
   * @type {'auto' | 'push' | 'hands-free' | 'off'}
   * @default 'auto'
   */
  declare microphone: 'auto' | 'push' | 'hands-free' | 'off';
  /**
   * The language that the visitor speaks, as a tag such as `de`. Without it, that of the page.
   * @attr microphone-language
   * @default null
   */
  declare microphoneLanguage: string | null;
  /**
   * The languages that the visitor can choose from in a menu, by their tags, such as `en de he`; as a property also a list. Without it,
   * there is no menu.
   * @attr languages
   * @type {string | readonly string[] | null}
   * @default null
   */
  declare languages: string | readonly string[] | null;
  /**
   * Hands-free, listens only while the avatar does not speak: for loudspeakers that it would hear itself by. Where the browser
   * cannot take its voice out of what is heard, that is so by itself.
   * @attr half-duplex
   * @default false
   */
  declare halfDuplex: boolean;
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
   * What of the page goes along with each message, such as `url title language`: its URL without query and hash, unless `query` and
   * `hash` are there, too. Without it, nothing.
   * @attr page-context
   * @default null
   */
  declare pageContext: string | null;
  /**
   * What answers may do with the page without code of yours: `highlight`, `go-to`, `fill` and `dialog`, with what in the page is marked
   * by `data-avatar-highlight` and so on; as a property also `{ highlight: ['#prices'] }`. Without it, nothing.
   * @attr allow-actions
   * @type {string | AllowedActions | null}
   * @default null
   */
  declare allowActions: string | AllowedActions | null;
  /**
   * What the visitor may want to say, at most six texts, as buttons above the composer: before the first message, and after answers
   * that suggest nothing themselves. A list, or one for each language, such as `{"en": ["How much?"], "de": ["Wie viel?"]}`; as JSON in
   * the attribute.
   * @attr suggestions
   * @type {readonly string[] | ByLanguage<readonly string[]> | string | null}
   * @default null
   */
  declare suggestions: Suggestions | string | null;
  /**
   * Asks the visitor in the transcript what they think: `thumbs` of each answer, `rating` of the conversation at its end, too.
   * @attr feedback
   * @type {'off' | 'thumbs' | 'rating'}
   * @default 'off'
   */
  declare feedback: 'off' | 'thumbs' | 'rating';
  /**
   * The page takes what visitors think by `avatar-feedback`: they are asked whatever the backend says, and it is sent nothing.
   * @attr feedback-local
   * @type {boolean}
   * @default false
   */
  declare feedbackLocal: boolean;
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
  /** What the page can do, by name: offered to the `reply` hook of a backend that lets pages do so, and run when an answer asks for it. */
  declare actions: PageActions | null;
  /** What the page says of itself to the `reply` hook, with each message: at most 4096 bytes of JSON, with the attributes `data-context-…`. */
  declare context: Readonly<Record<string, unknown>> | null;
}
