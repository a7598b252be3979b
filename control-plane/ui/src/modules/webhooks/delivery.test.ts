import { expect, it } from 'vitest';
import { attemptWords, deliveryTone } from './delivery';

const attempt = { at: 0, status: 200, latency_ms: 5, error: null, response: null };

it('an attempt is good only with a 2xx answer', () => {
  expect(attemptWords(attempt)).toEqual({ ok: true, text: 'HTTP 200' });
  expect(attemptWords({ ...attempt, status: 302 })).toEqual({ ok: false, text: 'HTTP 302' });
  expect(attemptWords({ ...attempt, status: null, error: 'timed out' })).toEqual({ ok: false, text: 'timed out' });
  expect(attemptWords({ ...attempt, status: 503, error: 'busy' }).text).toBe('HTTP 503 · busy');
  expect(attemptWords({ ...attempt, status: null })).toEqual({ ok: false, text: '–' });
});

it('giving up looks worse than trying again', () => {
  expect(deliveryTone('failed')).toBe('warn');
  expect(deliveryTone('stopped')).toBe('bad');
  expect(deliveryTone('teleported')).toBe('soft');
});
