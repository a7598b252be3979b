/** What a person fills in to book a PNR: its first check here, and the parameters it becomes. */
import type { City, Params } from '@/api/types';
import { isoDay } from '@/app/format';
import { t } from '@/app/i18n';
import {
  cabinFault, countryFault, flightFault, groupNameFault, identityCardFault, idNumberFault, latinNameFault, mobileFault, nameFault, onlyFaults, phoneFault, tidy, type Faults,
} from './fields';

export const mostSegments = 5;
export const mostSeats = 9;

export type PassengerType = 'ADT' | 'CHD' | 'INF' | 'UM';

export interface SegmentForm {
  key: number;
  flightNo: string;
  cabin: string;
  depDate: string;
  from: City | null;
  to: City | null;
}

export interface PassengerForm {
  key: number;
  name: string;
  type: PassengerType;
  idType: 'NI' | 'PP' | 'ID';
  idNo: string;
  birth: string;
  mobile: string;
  latinName: string;
  /** What a passport says; for flights abroad. */
  abroad: boolean;
  issuingCountry: string;
  nationality: string;
  gender: 'M' | 'F';
  expiry: string;
}

export interface BookingForm {
  segments: SegmentForm[];
  passengers: PassengerForm[];
  phone: string;
  mobile: string;
  /** `YYYY-MM-DDTHH:MM`, as the browser's field has it. */
  ticketLimit: string;
  isGroup: boolean;
  groupName: string;
  groupSize: number;
}

let lastKey = 0;

export function newPassenger(type: PassengerType = 'ADT'): PassengerForm {
  return {
    key: ++lastKey, name: '', type, idType: 'NI', idNo: '', birth: '', mobile: '', latinName: '', abroad: false, issuingCountry: 'CN', nationality: 'CN', gender: 'M', expiry: '',
  };
}

/** The next flight leaves from where the one before arrives, at its date or later. */
export function newSegment(before?: SegmentForm): SegmentForm {
  return { key: ++lastKey, flightNo: '', cabin: 'Y', depDate: before?.depDate ?? '', from: before?.to ?? null, to: null };
}

export function newBooking(): BookingForm {
  return { segments: [newSegment()], passengers: [newPassenger()], phone: '', mobile: '', ticketLimit: '', isGroup: false, groupName: '', groupSize: 10 };
}

export const needsBirth = (passenger: PassengerForm): boolean => passenger.type !== 'ADT' || passenger.abroad;
export const isChinese = (name: string): boolean => /\p{Script=Han}/u.test(name);
export const needsLatinName = (passenger: PassengerForm): boolean => isChinese(passenger.name) && (passenger.type === 'INF' || passenger.abroad);
/** Somebody on a lap may have no document yet. */
const hasDocument = (passenger: PassengerForm): boolean => passenger.type !== 'INF' || passenger.idNo.trim() !== '';

/** Mistakes that need no server to see, by the names of the wire. */
export function bookingFaults(form: BookingForm, today: Date): Faults {
  const firstDay = form.segments[0]?.depDate ?? '';
  return {
    ...form.segments.reduce<Faults>((all, segment, index) => ({ ...all, ...segmentFaults(form, segment, index, isoDay(today)) }), {}),
    ...form.passengers.reduce<Faults>((all, passenger, index) => ({ ...all, ...passengerFaults(passenger, `passengers[${index}]`, firstDay) }), {}),
    ...onlyFaults(partyFaults(form)),
    ...onlyFaults({
      contact: form.phone.trim() === '' && form.mobile.trim() === '' ? t('dispatch.send.bad.contact') : null,
      'contact.phone': form.phone.trim() === '' ? null : phoneFault(form.phone.trim()),
      'contact.mobile': form.mobile.trim() === '' ? null : mobileFault(form.mobile.trim()),
      ticketLimit: limitFault(form.ticketLimit, isoDay(today), firstDay),
    }),
  };
}

function segmentFaults(form: BookingForm, segment: SegmentForm, index: number, today: string): Faults {
  const at = `segments[${index}]`;
  const earliest = form.segments[index - 1]?.depDate || today;
  return onlyFaults({
    [`${at}.flightNo`]: flightFault(tidy(segment.flightNo)),
    [`${at}.cabin`]: cabinFault(tidy(segment.cabin)),
    [`${at}.depDate`]: segment.depDate === '' ? t('common.required') : segment.depDate < earliest ? t(index === 0 ? 'dispatch.form.date_past' : 'dispatch.send.bad.date_order') : null,
    [`${at}.depCity`]: segment.from ? null : t('dispatch.form.pick_city'),
    [`${at}.arrCity`]: !segment.to ? t('dispatch.form.pick_city') : segment.to.code === segment.from?.code ? t('dispatch.form.same_city') : null,
  });
}

function passengerFaults(passenger: PassengerForm, at: string, firstDay: string): Faults {
  const number = tidy(passenger.idNo);
  const latin = tidy(passenger.latinName);
  return onlyFaults({
    [`${at}.name`]: nameFault(tidy(passenger.name)),
    [`${at}.idNo`]: !hasDocument(passenger) ? null : number === '' ? t('common.required') : passenger.idType === 'NI' ? identityCardFault(number) : idNumberFault(number),
    [`${at}.birth`]: needsBirth(passenger) ? birthFault(passenger, firstDay) : null,
    [`${at}.mobile`]: passenger.mobile.trim() === '' ? null : mobileFault(passenger.mobile.trim()),
    [`${at}.latinName`]: latin === '' ? (needsLatinName(passenger) ? t('dispatch.send.bad.latin_missing') : null) : latinNameFault(latin),
    ...(passenger.abroad && passenger.idType === 'PP' ? documentFaults(passenger, `${at}.document`, firstDay) : {}),
  });
}

function documentFaults(passenger: PassengerForm, at: string, firstDay: string): Record<string, string | null> {
  return {
    [`${at}.issuingCountry`]: countryFault(tidy(passenger.issuingCountry)),
    [`${at}.nationality`]: countryFault(tidy(passenger.nationality)),
    [`${at}.expiry`]: passenger.expiry === '' ? t('common.required') : passenger.expiry < firstDay ? t('dispatch.send.bad.expiry') : null,
  };
}

const ages: Record<PassengerType, readonly [youngest: number, oldest: number] | null> = { ADT: null, CHD: [2, 11], INF: [0, 1], UM: [5, 11] };

/** Full years on a day; both `YYYY-MM-DD`. Negative before the birth. */
export function ageOn(birth: string, day: string): number {
  return Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0);
}

function birthFault(passenger: PassengerForm, firstDay: string): string | null {
  if (passenger.birth === '') return t('common.required');
  const range = ages[passenger.type];
  if (!range || firstDay === '') return null;
  const age = ageOn(passenger.birth, firstDay);
  return age >= range[0] && age <= range[1] ? null : t(`dispatch.send.bad.age.${passenger.type as 'CHD' | 'INF' | 'UM'}`);
}

function partyFaults(form: BookingForm): Record<string, string | null> {
  const number = (type: PassengerType): number => form.passengers.filter((passenger) => passenger.type === type).length;
  const seats = form.passengers.length - number('INF');
  const group: Record<string, string | null> = form.isGroup
    ? { 'group.name': groupNameFault(tidy(form.groupName)), 'group.size': form.groupSize >= Math.max(10, seats) && form.groupSize <= 99 ? null : t('dispatch.send.bad.group_size') }
    : {};
  return { passengers: whoIsWrong(form, seats, number), ...group };
}

function whoIsWrong(form: BookingForm, seats: number, number: (type: PassengerType) => number): string | null {
  if (!form.isGroup && seats === 0) return t('dispatch.send.bad.nobody');
  if (!form.isGroup && seats > mostSeats) return t('dispatch.send.bad.too_many');
  if (number('INF') > number('ADT')) return t('dispatch.send.bad.infants');
  if (number('CHD') > 0 && number('ADT') === 0) return t('dispatch.send.bad.child_alone');
  const documents = form.passengers.map((passenger) => tidy(passenger.idNo)).filter((text) => text !== '');
  return new Set(documents).size < documents.length ? t('dispatch.send.bad.same_document') : null;
}

function limitFault(limit: string, today: string, firstDay: string): string | null {
  if (limit === '') return t('common.required');
  const day = limit.slice(0, 10);
  return day < today || (firstDay !== '' && day > firstDay) ? t('dispatch.send.bad.limit') : null;
}

/** The parameters on the wire; what was left out is left out. */
export function bookingParams(form: BookingForm): Params<'book_pnr'> {
  return {
    segments: form.segments.map((segment) => ({
      flightNo: tidy(segment.flightNo), cabin: tidy(segment.cabin), depDate: segment.depDate, depCity: segment.from?.code ?? '', arrCity: segment.to?.code ?? '',
    })),
    passengers: form.passengers.map(passengerParams),
    contact: { ...(form.phone.trim() ? { phone: form.phone.trim() } : {}), ...(form.mobile.trim() ? { mobile: form.mobile.trim() } : {}) },
    ticketLimit: form.ticketLimit.replace('T', ' ').slice(0, 16),
    ...(form.isGroup ? { group: { name: tidy(form.groupName), size: form.groupSize } } : {}),
  };
}

function passengerParams(passenger: PassengerForm): Params<'book_pnr'>['passengers'][number] {
  const abroad = passenger.abroad && passenger.idType === 'PP';
  return {
    name: tidy(passenger.name),
    type: passenger.type,
    ...(hasDocument(passenger) ? { idType: passenger.idType, idNo: tidy(passenger.idNo) } : {}),
    ...(needsBirth(passenger) ? { birth: passenger.birth } : {}),
    ...(passenger.mobile.trim() ? { mobile: passenger.mobile.trim() } : {}),
    ...(tidy(passenger.latinName) && isChinese(passenger.name) ? { latinName: tidy(passenger.latinName) } : {}),
    ...(abroad
      ? { document: { issuingCountry: tidy(passenger.issuingCountry), nationality: tidy(passenger.nationality), gender: passenger.gender, expiry: passenger.expiry } }
      : {}),
  };
}
