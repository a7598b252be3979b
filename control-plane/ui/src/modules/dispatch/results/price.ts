/** Amounts with their names, as fares and tickets list them. */
import { named, t } from '@/app/i18n';
import { printedAmount } from '../money';
import type { Tax } from './pnr';

export interface PriceRow {
  label: string;
  value: string;
}

/** What is missing is left out: it was hidden, not nothing. */
export function priceRow(label: string, amount: string | null, currency: string | null): PriceRow[] {
  return amount === null ? [] : [{ label, value: printedAmount(amount, currency) }];
}

/** A tax without an amount is one that need not be paid. */
export function taxRow(tax: Tax): PriceRow {
  const label = named('dispatch.fare.tax', tax.code, t('dispatch.fare.other_tax', { code: tax.code }));
  return { label, value: tax.amount === null ? t('dispatch.fare.exempt') : printedAmount(tax.amount, tax.currency) };
}
