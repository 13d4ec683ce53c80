import { KalturaAvatar } from 'kaltura-avatar/react';

import { Controls } from './controls';

/** A server component. */
export default function Page() {
  return (
    <main>
      <KalturaAvatar id="guide" sessionEndpoint="/api/avatar/session" />
      <Controls avatarId="guide" />
    </main>
  );
}
