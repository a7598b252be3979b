/** Looks at plain JSON of the wire before it is believed. What is missing or of another form reads as nothing. */
export type Json = Record<string, unknown>;

export function record(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** A text that says something. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The entries that `read` can make sense of. */
export function list<T>(value: unknown, read: (entry: unknown) => T | null): T[] {
  return Array.isArray(value) ? value.map(read).filter((entry): entry is Awaited<T> & T => entry !== null) : [];
}

/** The same for entries that are objects. */
export function records<T>(value: unknown, read: (entry: Json) => T | null): T[] {
  return list(value, (entry) => {
    const found = record(entry);
    return found && read(found);
  });
}
