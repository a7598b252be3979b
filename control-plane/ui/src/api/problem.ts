/** What went wrong with a call, in the words of the server (RFC 9457) or, without a server, in ours. */
export class Problem extends Error {
  readonly status: number;
  /** Stable machine-readable name, e.g. `date_in_past`; `unreachable` when no answer came at all. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  /** Name of the input field the problem is about. */
  readonly field: string | null;
  readonly requestId: string | null;

  constructor(fields: { status: number; code: string; title?: string; detail?: string; field?: string; requestId?: string }) {
    super(fields.detail ?? fields.title ?? fields.code);
    this.name = 'Problem';
    this.status = fields.status;
    this.code = fields.code;
    this.title = fields.title ?? '';
    this.detail = fields.detail ?? null;
    this.field = fields.field ?? null;
    this.requestId = fields.requestId ?? null;
  }

  /** Reads the body of a failed answer; a body that is no problem document still gives a usable problem. */
  static fromBody(status: number, body: unknown): Problem {
    const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const text = (name: string): string | undefined => {
      const value = fields[name];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    return new Problem({
      status,
      code: text('code') ?? `http_${status}`,
      title: text('title'),
      detail: text('detail'),
      field: text('field'),
      requestId: text('requestId'),
    });
  }

  /** Anything thrown becomes a problem; a fetch that never got an answer is `unreachable`. */
  static from(thrown: unknown): Problem {
    return thrown instanceof Problem ? thrown : new Problem({ status: 0, code: 'unreachable' });
  }
}

/** Whether the call was given up on purpose (left page, newer request). */
export function isAborted(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}
