// Danish dates in the window: reading what is typed, and finding dates in a sentence.
// Invariant: no arithmetic with dates here; the core decides what a day means.

/** A piece of a sentence; dates and codes such as S2022-1008 or § 107 are never broken over two lines. */
export interface SentencePart {
  text: string;
  kind: 'date' | 'code' | 'words';
}

/** Splits a sentence into dates (dd-mm-yyyy), codes (letters and digits joined by hyphens, paragraphs) and the rest. */
export function splitSentence(sentence: string): SentencePart[] {
  return sentence
    .split(/((?<![\p{L}\d])[\p{L}\d.]+(?:-[\p{L}\d.]*\d)+(?![\p{L}\d])|§§? \d+(?:-\d+)?)/u)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, kind: kindOf(part) }));
}

function kindOf(part: string): SentencePart['kind'] {
  if (/^\d{2}-\d{2}-\d{4}$/.test(part)) return 'date';
  return /^([\p{L}\d.]+(-[\p{L}\d.]*\d)+|§§? \d+(-\d+)?)$/u.test(part) ? 'code' : 'words';
}

/** Reads "20-11-2026", "20.11.2026", "20/11 2026" or "20112026" as ISO; null where it is no day of the calendar. */
export function readDanishDate(typed: string): string | null {
  const found =
    /^\s*(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4})\s*$/.exec(typed) ??
    /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(typed);
  if (found === null) return null;
  const [day, month, year] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || year < 1900) return null;
  return `${found[3]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Writes an ISO day in Danish form. */
export function writeDanishDate(iso: string): string {
  const [year, month, day] = iso.split('-');
  return `${day}-${month}-${year}`;
}
