// Two keyboards as the browser reports them: the physical key, and what it writes in the Russian and in the
// English layout, plain and with Shift.
const ROWS = [
  ["Digit1 1! 1!", "Digit2 2\" 2@", "Digit3 3№ 3#", "Digit4 4; 4$", "Digit5 5% 5%", "Digit6 6: 6^", "Digit7 7? 7&",
    "Digit8 8* 8*", "Digit9 9( 9(", "Digit0 0) 0)", "Minus -_ -_", "Equal =+ =+", "Backquote ёЁ `~"],
  ["KeyQ йЙ qQ", "KeyW цЦ wW", "KeyE уУ eE", "KeyR кК rR", "KeyT еЕ tT", "KeyY нН yY", "KeyU гГ uU", "KeyI шШ iI",
    "KeyO щЩ oO", "KeyP зЗ pP", "BracketLeft хХ [{", "BracketRight ъЪ ]}", "Backslash \\/ \\|"],
  ["KeyA фФ aA", "KeyS ыЫ sS", "KeyD вВ dD", "KeyF аА fF", "KeyG пП gG", "KeyH рР hH", "KeyJ оО jJ", "KeyK лЛ kK",
    "KeyL дД lL", "Semicolon жЖ ;:", "Quote эЭ '\""],
  ["KeyZ яЯ zZ", "KeyX чЧ xX", "KeyC сС cC", "KeyV мМ vV", "KeyB иИ bB", "KeyN тТ nN", "KeyM ьЬ mM", "Comma бБ ,<",
    "Period юЮ .>", "Slash ., /?"],
  ["NumpadDecimal ,, ..", "NumpadDivide // //", ...[..."0123456789"].map((digit) => `Numpad${digit} ${digit}${digit} ${digit}${digit}`)],
];

// [{code, russian: [plain, shifted], english: [plain, shifted]}]
export const KEYS = ROWS.flat().map((line) => {
  const [code, russian, english] = line.split(" ");
  return { code, russian: [...russian], english: [...english] };
});

export const LAYOUTS = ["russian", "english"];

// What the browser tells of a press of a physical key, with Shift or other keys held down.
export function pressOf(code, layout, held = {}) {
  const known = KEYS.find((one) => one.code === code);
  return { key: known ? known[layout][held.shiftKey ? 1 : 0] : code, code, ...held };
}

// The physical key that writes a sign in a layout, and whether it needs Shift.
export function keyOf(sign, layout) {
  for (const { code, [layout]: signs } of KEYS) {
    if (signs.includes(sign) && !code.startsWith("Numpad")) return { code, shiftKey: signs[0] !== sign };
  }
  return null;
}
