/**
 * Hands what a page has set on the element before it was defined to the accessors, which it would hide for good. Lit does so for its
 * own properties alone.
 */
export function takeOverProperties(element: object): void {
  for (const [name, value] of Object.entries(element)) {
    const accessor = accessorOf(element, name);
    if (!accessor) continue;
    Reflect.deleteProperty(element, name);
    if (accessor.set) Reflect.set(element, name, value);
  }
}

function accessorOf(element: object, name: string): PropertyDescriptor | undefined {
  for (
    let owner: unknown = Object.getPrototypeOf(element);
    owner instanceof Object;
    owner = Object.getPrototypeOf(owner)
  ) {
    const found = Object.getOwnPropertyDescriptor(owner, name);
    if (found) return found.get || found.set ? found : undefined;
  }
  return undefined;
}
