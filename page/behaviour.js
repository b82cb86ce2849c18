// Runs once when the page has loaded. Gradio labels each message with its source text, markup included, the conversation
// in English, and the thumbs beside an answer with what one may like; a screen reader would read that instead of the
// words. It also leaves the page's language at English. Nothing else of the page needs a script of ours but the click on
// an example and where the keyboard goes next.
() => {
    const known = {
        en: { log: "Conversation", wrong: "This answer is wrong", right: "This answer is right" },
        fr: { log: "Conversation", wrong: "Cette réponse est fausse", right: "Cette réponse est juste" },
        ar: { log: "المحادثة", wrong: "هذه الإجابة خاطئة", right: "هذه الإجابة صحيحة" },
    };
    const language = navigator.languages.map((tag) => tag.split("-")[0].toLowerCase()).find((tag) => tag in known) || "en";
    const words = known[language];
    const mend = () => {
        document.documentElement.lang = language;
        document.querySelectorAll("#dalil-chat [data-testid][aria-label]").forEach((message) => {
            message.removeAttribute("aria-label");
        });
        document.querySelector("#dalil-chat [role=log]")?.setAttribute("aria-label", words.log);
        document.querySelectorAll("#dalil-chat .message-buttons").forEach((thumbs) => {
            [words.wrong, words.right].forEach((label, place) => {
                const thumb = thumbs.querySelectorAll("button")[place];
                thumb?.setAttribute("aria-label", label);
                thumb?.setAttribute("title", label);
                thumb?.setAttribute("aria-pressed", String(thumb.style.color.includes("accent")));
            });
        });
    };
    mend();
    // Attributes are not observed, so this does not wake itself.
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
}
