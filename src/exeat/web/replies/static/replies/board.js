// The board's cards can be dragged to another column. Dropping one sends the form that its button for that column
// sends; where a card has no such form, the column does not take it. Without this script the buttons do the same.
"use strict";
(() => {
  const board = document.querySelector(".board");
  const columns = [...board.querySelectorAll(".board-column")];
  let dragged = null;

  const formFor = (column) => dragged && dragged.querySelector(`form[data-column="${column.dataset.column}"]`);

  function finish() {
    dragged?.classList.remove("dragged");
    dragged = null;
    for (const column of columns) column.classList.remove("takes", "over");
  }

  for (const card of board.querySelectorAll(".card-offer:has(form[data-column])")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      card.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector("h3").textContent.trim());
      for (const column of columns) column.classList.toggle("takes", Boolean(formFor(column)));
    });
    card.addEventListener("dragend", finish);
  }

  for (const column of columns) {
    column.addEventListener("dragover", (event) => {
      if (!formFor(column)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      column.classList.add("over");
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) column.classList.remove("over");
    });
    column.addEventListener("drop", (event) => {
      const form = formFor(column);
      if (!form) return;
      event.preventDefault();
      finish();
      form.requestSubmit();
    });
  }
})();
