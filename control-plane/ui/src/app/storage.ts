/** Choices kept in this browser. A browser that forbids storage simply forgets them. */

const prefix = 'waystation.';

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Forbidden or full: the choice then lasts until the page is closed.
  }
}
