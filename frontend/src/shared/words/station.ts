const SHORT_LENGTH = 4;

/** `杭州滨江西兴` → `滨江西兴`: in a narrow column the place comes last and matters most. */
export function shortStation(name: string): string {
  const letters = [...name];
  const isHan = letters.every((letter) => letter > "\u2e7f");
  return isHan && letters.length > SHORT_LENGTH ? letters.slice(-SHORT_LENGTH).join("") : name;
}
