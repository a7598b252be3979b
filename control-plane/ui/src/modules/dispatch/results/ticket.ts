/** The face of an electronic ticket as DETR shows it, and what its coupons say. */
import { named } from '@/app/i18n';
import type { Tone } from '@/ui/tone';
import { number, record, records, text, type Json } from '../json';
import { tax, type Tax } from './pnr';

export interface Money {
  currency: string | null;
  amount: string;
}

export interface Coupon {
  n: number;
  /** `X` for a change without a stay. */
  stop: string | null;
  from: string;
  /** Where it ends: where the next one begins, or the end of the ticket. */
  to: string | null;
  carrier: string | null;
  flight: string | null;
  class: string | null;
  date: string | null;
  time: string | null;
  seat: string | null;
  fareBasis: string | null;
  notBefore: string | null;
  notAfter: string | null;
  baggage: string | null;
  status: string;
  depTerminal: string | null;
  arrTerminal: string | null;
  airlineLocator: string | null;
}

export interface Face {
  ticket: string | null;
  issuedBy: string | null;
  origin: string | null;
  destination: string | null;
  type: string | null;
  endorsement: string | null;
  tourCode: string | null;
  receiptPrinted: boolean;
  passenger: string | null;
  exchangedFor: string | null;
  conjunction: string | null;
  coupons: Coupon[];
  calculation: string | null;
  fare: Money | null;
  equivalent: Money | null;
  taxes: Tax[];
  total: Money | null;
  payment: string | null;
  originalIssue: string | null;
}

const money = (value: unknown): Money | null => {
  const amount = text(record(value)?.amount);
  return amount === null ? null : { currency: text(record(value)?.cur), amount };
};

const coupon = (entry: Json): Coupon | null => {
  const from = text(entry.from);
  if (from === null) return null;
  return {
    n: number(entry.n) ?? 0, stop: text(entry.stop), from, to: null, carrier: text(entry.carrier), flight: text(entry.flight), class: text(entry.class),
    date: text(entry.date), time: text(entry.time), seat: text(entry.seat), fareBasis: text(entry.fare_basis), notBefore: text(entry.nvb), notAfter: text(entry.nva),
    baggage: text(entry.baggage), status: text(entry.status) ?? '', depTerminal: text(entry.dep_term), arrTerminal: text(entry.arr_term), airlineLocator: text(entry.ics_pnr),
  };
};

/** The face of a ticket; null when there is none. */
export function readFace(value: unknown): Face | null {
  const found = record(value);
  if (!found || !Array.isArray(found.coupons)) return null;
  const coupons = records(found.coupons, coupon);
  const end = text(found.end);
  return {
    ticket: text(found.ticket), issuedBy: text(found.issued_by), origin: text(found.org), destination: text(found.dst), type: text(found.type),
    endorsement: text(found.endorsement), tourCode: text(found.tour_code), receiptPrinted: found.receipt_printed === true, passenger: text(found.passenger),
    exchangedFor: text(found.exch), conjunction: text(found.conj), coupons: coupons.map((one, index) => ({ ...one, to: coupons[index + 1]?.from ?? end })),
    calculation: text(found.fc), fare: money(found.fare), equivalent: money(found.equiv), taxes: records(found.taxes, tax), total: money(found.total),
    payment: text(found.fop), originalIssue: text(found.oi),
  };
}

const tones: Readonly<Record<string, Tone>> = {
  'OPEN FOR USE': 'ok', 'USED/FLOWN': 'soft', 'USED/CLOSED': 'soft', 'LIFT/BOARDED': 'accent', 'CHECKED IN': 'accent', VOID: 'bad', REFUNDED: 'bad',
  SUSPENDED: 'warn', EXCHANGED: 'warn', 'PRINT/EXCH': 'warn', 'FIM EXCH': 'warn', 'CPN NOTE': 'warn', CHANGE: 'warn', 'PAPER TICKET': 'warn',
};

export const couponTone = (status: string): Tone => tones[status] ?? (status.startsWith('AIRP CNTL') ? 'accent' : 'soft');

/** What a coupon's status means. */
export function couponWords(status: string): string {
  const key = status.startsWith('AIRP CNTL') ? 'AIRP_CNTL' : status.replace(/\W+/g, '_');
  return named('dispatch.ticket.status', key, status);
}
