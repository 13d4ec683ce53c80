/** 128 bits at least, as letters and digits that need no escape anywhere. */
const KEY = /^[\w-]{32,128}$/;

/** Whether a page may call its conversation by it. */
export function isConversationKey(key: unknown): key is string {
  return typeof key === 'string' && KEY.test(key);
}
