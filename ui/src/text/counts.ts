// Counts and enumerations in Danish form.

const number = new Intl.NumberFormat('da-DK');

/** A count in Danish form, e.g. 1.228. */
export function count(value: number): string {
  return number.format(value);
}

/** A count with its noun: "1 række", "15 rækker". */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const list = new Intl.ListFormat('da-DK', { type: 'conjunction' });

/** Words one after another: "Bemærkning, Ophører og Begrundelse". */
export function enumerated(words: readonly string[]): string {
  return list.format(words);
}
