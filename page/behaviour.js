// Runs once when the page has loaded. Gradio labels each message with its source text, markup included, and the
// conversation in English; a screen reader would read that instead of the words. It also leaves the page's language
// at English. Nothing else of the page needs a script of ours but the click on an example.
() => {
    const known = { en: "Conversation", fr: "Conversation", ar: "المحادثة" };
    const language = navigator.languages.map((tag) => tag.split("-")[0].toLowerCase()).find((tag) => tag in known) || "en";
    const mend = () => {
        document.documentElement.lang = language;
        document.querySelectorAll("#dalil-chat [data-testid][aria-label]").forEach((message) => {
            message.removeAttribute("aria-label");
        });
        document.querySelector("#dalil-chat [role=log]")?.setAttribute("aria-label", known[language]);
    };
    mend();
    // Attributes are not observed, so this does not wake itself.
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
}
