import 'kaltura-avatar/define';

declare global {
  interface Window {
    /** Gives the avatar another size and the page another direction. */
    arrange: (width: number, height: number, direction: 'ltr' | 'rtl') => void;
    /** What has moved in the avatar, the latest last: where, and by which animation or transition. */
    moved: string[];
  }
}

// By the address, and not by a call: what a tool runs in a page counts as a click, which allows sound.
const frame = document.createElement('div');
frame.id = 'frame';
const avatar = document.createElement('kaltura-avatar');
avatar.setAttribute('session-endpoint', '/api/avatar/session');
for (const [name, value] of new URLSearchParams(location.search)) avatar.setAttribute(name, value);
frame.append(avatar);
document.body.append(frame);

window.moved = [];
const note = ({ target }: Event, motion: string): void => {
  if (target instanceof Element) window.moved.push(`${target.localName} ${target.className}: ${motion}`);
};
avatar.shadowRoot?.addEventListener('animationstart', (event) => note(event, (event as AnimationEvent).animationName));
avatar.shadowRoot?.addEventListener('transitionrun', (event) => note(event, (event as TransitionEvent).propertyName));

window.arrange = (width, height, direction) => {
  document.documentElement.dir = direction;
  // Arabic is what a page from right to left is likely to be in.
  document.documentElement.lang = direction === 'rtl' ? 'ar' : 'en';
  if (width === 0) return;
  frame.style.inlineSize = `${width}px`;
  frame.style.blockSize = `${height}px`;
};
