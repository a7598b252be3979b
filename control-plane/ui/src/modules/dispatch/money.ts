/** Amounts of money, without ever going through a floating-point number. */

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',');

/** `¥ 1,140.00` of fen. */
export function fenText(fen: number): string {
  const digits = String(Math.abs(Math.trunc(fen))).padStart(3, '0');
  return `${fen < 0 ? '−' : ''}¥ ${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`;
}

/** An amount as the host prints it, `680.00`, with its currency: `¥ 680.00`, `USD 120.00`. */
export function printedAmount(amount: string, currency: string | null): string {
  const [, whole, rest] = /^(\d+)((?:\.\d+)?)$/.exec(amount) ?? [];
  const digits = whole === undefined ? amount : `${grouped(whole)}${rest ?? ''}`;
  return `${currency === null || currency === 'CNY' ? '¥' : currency} ${digits}`;
}

/** Fen of what a person typed as yuan: `1,210`, `1210.5`, `¥1210.50`; null when it is no such amount. */
export function parseYuan(typed: string): number | null {
  const plain = typed.trim().replace(/^[¥￥]\s*/, '').replace(/[,，\s]/g, '');
  const [, yuan, fraction = ''] = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(plain) ?? [];
  return yuan === undefined ? null : Number(yuan + fraction.padEnd(2, '0'));
}
