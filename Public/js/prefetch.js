// A page is fetched when one is about to open it, unless the person saves data. The browser does it by rules of ours and
// keeps the answer for this page alone; one without such rules fetches when one clicks.
const next = document.querySelector("a[rel='next'].player-step");
if (HTMLScriptElement.supports?.("speculationrules") && !navigator.connection?.saveData) {
  const aside = { not: { selector_matches: "[download], [data-no-prefetch], [data-no-prefetch] *" } };
  const rules = [{ where: { and: [{ href_matches: "/*" }, aside] }, eagerness: "moderate" }];
  if (next) rules.push({ where: { selector_matches: "a[rel='next'].player-step" }, eagerness: "immediate" });
  const script = document.createElement("script");
  script.type = "speculationrules";
  script.textContent = JSON.stringify({ prefetch: rules });
  document.head.append(script);
}

// The server did not take the fetch for a visit, so a lesson that was fetched ahead tells when it is shown.
const visit = document.querySelector("[data-visit]");
if (visit && performance.getEntriesByType("navigation")[0]?.deliveryType === "navigational-prefetch") {
  page.post(visit.dataset.visit, { csrf: visit.dataset.csrf });
}
