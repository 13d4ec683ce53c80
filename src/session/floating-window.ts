/** What is in picture-in-picture is seen while its page is not; which of a page's avatars it is makes no difference here. */
export function hasFloatingWindow(): boolean {
  const { documentPictureInPicture } = window as { documentPictureInPicture?: { window: unknown } };
  return Boolean(document.pictureInPictureElement ?? documentPictureInPicture?.window);
}
