// Photographs are made smaller before they go: a phone takes eight megabytes where half of one is enough to read a
// note, and writes into them where it stood. What is no picture goes as it is, and the server judges it.

const LONGEST_SIDE = 2560; // px: a page of A4 stays readable
const QUALITY = 0.85;
const PHOTOGRAPHS = ["image/jpeg", "image/webp", "image/heic", "image/heif"];

// By form: what is still being made smaller.
const underway = new WeakMap();

// The size of the picture to draw: no side longer than LONGEST_SIDE.
export function fitted(width, height, longest = LONGEST_SIDE) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function isPhotograph(file) {
  return PHOTOGRAPHS.includes(file.type);
}

// «IMG 1.heic» → «IMG 1.jpg».
export function renamed(name) {
  return /\.jpe?g$/iu.test(name) ? name : `${name.replace(/\.[^.]*$/u, "")}.jpg`;
}

async function smaller(file) {
  if (!isPhotograph(file)) return file;
  try {
    const picture = await createImageBitmap(file);
    const canvas = Object.assign(document.createElement("canvas"), fitted(picture.width, picture.height));
    const paper = canvas.getContext("2d");
    paper.imageSmoothingQuality = "high";
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    return drawn ? new File([drawn], renamed(file.name), { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

async function shrink(input, line) {
  const chosen = [...input.files];
  const found = await Promise.all(chosen.map(smaller));
  // Somebody has chosen others meanwhile, or nothing is to change.
  if (chosen.some((file, at) => file !== input.files[at]) || found.every((file, at) => file === chosen[at])) return;
  const taken = new DataTransfer();
  for (const file of found) taken.items.add(file);
  input.files = taken.files;
  line.textContent = input.dataset.photos;
}

// It is told in a line that is there from the start, so that a screen reader hears it change.
function watch(input) {
  const line = document.createElement("p");
  line.className = "field__hint";
  line.setAttribute("role", "status");
  (input.closest(".field__line") ?? input).after(line);
  input.addEventListener("change", () => {
    line.textContent = "";
    const work = shrink(input, line).finally(() => {
      if (underway.get(input.form) === work) underway.delete(input.form);
    });
    underway.set(input.form, work);
  });
  let waits = false; // pressed again while it waits, the form still goes once
  input.form.addEventListener("submit", (event) => {
    const work = underway.get(input.form);
    if (!work) return;
    event.preventDefault();
    if (waits) return;
    waits = true;
    const { submitter } = event;
    work.finally(() => {
      waits = false;
      input.form.requestSubmit(submitter);
    });
  });
}

if (globalThis.document) for (const input of document.querySelectorAll("input[data-photos]")) watch(input);
