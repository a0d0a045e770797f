// CPR numbers of a file on the screen: masked like everywhere else, except in the cell that is being corrected.

/** Whether a column holds CPR numbers, by its heading. */
export function holdsCpr(heading: string): boolean {
  return /cpr|personn(umme)?r/i.test(heading);
}

/** A CPR number with its last four digits hidden; anything else as it is. */
export function maskCpr(value: string): string {
  const found = /^(\s*\d{5,6})\s?-?\s?\d{4}\s*$/.exec(value);
  return found === null ? value : `${found[1]}-xxxx`;
}
