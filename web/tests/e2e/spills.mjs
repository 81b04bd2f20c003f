/** Runs inside the page: tags of a table that stick out of their cell, over the text beside it. */
export function spills() {
  const out = (one) => one.getBoundingClientRect().right > one.closest(".ant-table-cell").getBoundingClientRect().right + 1;
  const tags = [...document.querySelectorAll(".ant-table-cell :is(.state-tag, .urgency)")];
  return tags.filter(out).map((one) => `sticks out of its cell: ${one.textContent}`);
}
