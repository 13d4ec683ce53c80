/** What the loop's page does when it is told to, and whether it is still busy with that: Firefox loses calls that take long. */
export const LOOP_SCRIPT = `<script>
  const when = (isSo) => new Promise((resolve) => {
    const look = () => (isSo() ? resolve() : setTimeout(look, 50));
    look();
  });
  const avatar = () => document.querySelector('kaltura-avatar');
  const button = () => avatar().shadowRoot?.querySelector('[part~="microphone-button"]');
  const task = (act) => () => {
    loop.isBusy = true;
    void act().then(() => (loop.isBusy = false));
  };
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    loop.cancelsEcho = stream.getAudioTracks()[0].getSettings().echoCancellation === true;
    return stream;
  };
  const loop = (window.loop = {
    isBusy: false,
    cancelsEcho: false,
    /** Until the avatar listens and is live. */
    listen: task(async () => {
      await when(button);
      button().click();
      await when(() => avatar().matches(':state(listening)') && avatar().state === 'live');
    }),
    /** Until the avatar begins to. */
    tellStory: task(async () => {
      const speaking = new Promise((resolve) => avatar().addEventListener('avatar-speaking-start', resolve, { once: true }));
      avatar().send('Tell me a story.').catch(() => undefined);
      await speaking;
    }),
    fallSilent: task(() => when(() => !avatar().speaking)),
  });
</script>`;

/** The same, for those who call it. */
export interface Loop {
  readonly isBusy: boolean;
  /** Whether the browser says that it cancels echo. */
  readonly cancelsEcho: boolean;
  listen(): void;
  tellStory(): void;
  fallSilent(): void;
}

declare global {
  interface Window {
    readonly loop: Loop;
  }
}
