// Players of other sites are asked for nothing until somebody wants them: a click turns the link into the player. The
// policy of the page allows frames of these alone; any other link stays one.
const players = ["https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/", "https://codepen.io/"];
page.on("click", "a[data-embed]", (link, event) => {
  const address = link.dataset.embed;
  const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (opensElsewhere || !players.some((start) => address.startsWith(start))) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.className = "film-frame";
  frame.title = link.dataset.title ?? link.textContent.trim();
  frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups";
  frame.src = `${address}${address.includes("?") ? "&" : "?"}autoplay=1`;
  link.replaceWith(frame);
  frame.focus();
});
