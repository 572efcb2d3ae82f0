// Runs once, in the part that is given a file to hand over (see views.py): the bytes come in the page, no file is left behind.
watch("value", () => {
  const file = element.querySelector("[data-content]");
  if (!file) return;
  const { name, type, content } = file.dataset;
  const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  file.remove();
});
