// Puts a button beside every password line that shows what was typed. Without it the line works as before.

for (const input of document.querySelectorAll("input[data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "field__reveal";
  button.setAttribute("aria-controls", input.id);
  const turn = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? input.dataset.hide : input.dataset.show;
  };
  turn(false);
  button.addEventListener("click", () => turn(input.type === "password"));
  // A browser keeps passwords, not texts.
  input.form.addEventListener("submit", () => turn(false));
  input.after(button);
}
