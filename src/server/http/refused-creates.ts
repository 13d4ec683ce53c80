import type { AvatarError } from '../../core/errors.js';

/** What a refusal of create means to whoever runs the backend, by the status of the service's answer. */
const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The avatar service does not take this avatar or voice: check the ids; `kaltura-avatar-server avatars` and `voices` list those of the account',
  401: 'The avatar service does not know this Kaltura Session, which may have expired or be of another account: check AVATAR_KS / baseUrl (AVATAR_BASE_URL)',
  403: 'The avatar service lets this Kaltura Session open no sessions: that takes the KS of an admin with the privilege disableentitlement, not one for a conversation, and an account that has avatars',
};

/** Undefined where the service refused another call, or none. */
export function meaningOfRefusedCreate({ status, details }: AvatarError): string | undefined {
  return status !== undefined && details?.['call'] === 'create' ? MEANINGS[status] : undefined;
}
