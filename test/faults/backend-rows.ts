import type { AvatarErrorCode } from '../../src/core/errors.js';
import type { Cell, Expected } from './cell.js';

/** A cell whose page talks to a backend alone. */
export type Row = Pick<Cell, 'row'> & Partial<Cell>;

/** The backend’s answer to the offer has come with the session, and the page has made none of its own. */
export const ANSWERED: Expected = { state: 'READY', sessions: 1, offers: 0 };
/** The backend has left the offer to the page, which has made it to the media server itself. */
export const LEFT_TO_PAGE: Expected = { state: 'READY', sessions: 1, plainOffers: 1 };
/** The same session, on a new connection that the backend has made. */
export const MENDED: Expected = { state: 'READY', sessions: 1, offers: 1, plainOffers: 0 };
export const ENDED: Expected = { state: 'ENDED', sessions: 1 };

/** Who has failed, as the visitor’s page is told. */
export const MEDIA_SERVER = /WHEP/;
export const BACKEND = /session request/;
export const SERVICE = /The avatar service cannot be used|All avatars are busy/;

export const failed = (code: AvatarErrorCode, says: RegExp, more: Partial<Expected> = {}): Expected => ({
  state: 'ERROR',
  code,
  says,
  ...more,
});
