"""The chat page: puts questions, answers and sources on the screen with Gradio, on this computer only.

No logic of its own to an answer: it asks the assistant that `rag.wiring` assembles, and `page` turns what comes into
HTML. Nothing is looked up outside: no analytics, no web fonts, no shared links.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from page import frame
from page.conversation import Turn, converse, messages, sources_panel, thumbs
from page.opening import Failure, Opening, Phase, Progress, State
from page.wording import WORDING, Wording, browser_language
from rag.errors import DalilError, UsageError
from rag.settings import Settings, load_settings
from rag.types import Source

# Gradio reads these when it is imported: no look-up outside, no record of what was asked.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_RUN_HISTORY"] = "False"

import gradio as gr

from page.judging import Judging

HOST = "127.0.0.1"
LONGEST_QUESTION = 2000
_STYLE = Path(frame.__file__).with_name("style.css")
_BEHAVIOUR = Path(frame.__file__).with_name("behaviour.js")
_SECONDS_BETWEEN_LOOKS = 0.2
_FONTS = ["system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Noto Sans Arabic", "Arial", "sans-serif"]
_CODE_FONTS = ["ui-monospace", "Consolas", "Menlo", "DejaVu Sans Mono", "monospace"]
_EXAMPLE_CLICKED = """
element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) trigger("click", { question: button.textContent });
});
"""
_SHOW_NEWEST_SOURCES = "() => { document.getElementById('dalil-sources')?.scrollTo({ top: 0 }); }"

Updates = dict[Any, Any]


def launch(settings: Settings | None = None) -> None:
    """Open the page on 127.0.0.1 and serve it until interrupted; builds the index if there is none.

    The port is GRADIO_SERVER_PORT, or the first free one from 7860.

    Raises:
        UsageError: a setting is wrong or the port is taken.
    """
    settings = settings or load_settings()
    opening = opening_of(settings)
    page = build_page(opening, settings)
    address = serve(page)
    sys.stdout.write(f"Dalil is open on {address} (Ctrl+C ends it)\n")
    sys.stdout.flush()
    opening.start()
    page.block_thread()


def opening_of(settings: Settings) -> Opening:
    """Return what opens the index of these settings, and builds it first if there is none."""
    from rag import wiring

    def build(progress: Progress) -> Sequence[Failure]:
        return wiring.build_index(settings, progress).failed

    return Opening(
        open_assistant=lambda: wiring.open_assistant(settings),
        index_exists=lambda: wiring.index_exists(settings),
        build_index=build,
    )


def build_page(opening: Opening, settings: Settings) -> gr.Blocks:
    """Return the page; it asks whatever assistant `opening` comes to."""
    blocks: gr.Blocks = _Page(opening, settings).blocks
    return blocks


def serve(page: gr.Blocks, port: int | None = None) -> str:
    """Serve the page on this computer in the background and return its address.

    Raises:
        UsageError: the port is taken.
    """
    theme = gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=_CODE_FONTS)
    try:
        _, address, _ = page.launch(
            server_name=HOST,
            server_port=port,
            share=False,
            inbrowser=False,
            quiet=True,
            prevent_thread_lock=True,
            footer_links=[],
            run_history=False,
            ssr_mode=False,
            enable_monitoring=False,
            mcp_server=False,
            pwa=False,
            max_file_size=1,
            theme=theme,
            # Not as `css`: Gradio rewrites the selectors of that, so that some no longer match.
            head=f"<style>{_STYLE.read_text(encoding='utf-8')}</style>",
            js=_BEHAVIOUR.read_text(encoding="utf-8"),
        )
    except OSError as error:
        raise UsageError(f"The page could not be opened: {error}", "Choose another GRADIO_SERVER_PORT.") from error
    return address


class _Page:
    """The components of the page and what happens on them; `blocks` is what Gradio serves."""

    def __init__(self, opening: Opening, settings: Settings) -> None:
        self._opening = opening
        self._settings = settings
        self._wording = WORDING["en"]
        with gr.Blocks(title="Dalil دليل", analytics_enabled=False, fill_width=True) as self.blocks:
            self._turns = gr.State(())
            _html(frame.header())
            with gr.Row(elem_id="dalil-columns"):
                with gr.Column(scale=6, min_width=320, elem_id="dalil-left"):
                    self._left()
                with gr.Column(scale=5, min_width=320, elem_id="dalil-right"):
                    self._sources = _html("", elem_id="dalil-sources")
            self._footer = _html("")
            self._wire()

    def _left(self) -> None:
        self._status = _html("", elem_id="dalil-status")
        self._chat = gr.Chatbot(
            label=self._wording.chat,
            show_label=False,
            container=False,
            height="100%",
            buttons=[],
            feedback_options=("Like", "Dislike"),
            latex_delimiters=[],
            layout="bubble",
            elem_id="dalil-chat",
        )
        self._judging = Judging(self._settings.candidates, self._sources_by_id)
        self._examples = _html("", elem_id="dalil-examples", js_on_load=_EXAMPLE_CLICKED)
        with gr.Row(elem_id="dalil-asking"):
            self._box = gr.Textbox(
                label=self._wording.question,
                placeholder=self._wording.placeholder,
                lines=1,
                max_lines=6,
                max_length=LONGEST_QUESTION,
                interactive=False,
                autofocus=True,
                scale=1,
                elem_id="dalil-question",
            )
            self._send = gr.Button(
                self._wording.send, variant="primary", interactive=False, scale=0, min_width=96, elem_id="dalil-send"
            )
        self._new = gr.Button(self._wording.new_conversation, size="sm", elem_id="dalil-new")

    def _wire(self) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        growing = [self._turns, self._chat, self._sources, self._examples, self._box, *self._judging.outputs]
        self.blocks.load(
            self.arrive,
            outputs=[self._chat, self._sources, self._box, self._status, self._send, self._new, self._footer],
            concurrency_limit=None,
            **quiet,
        ).then(self.admit, outputs=[self._box, self._send, self._examples], **quiet)
        asking = gr.on(
            [self._box.submit, self._send.click],
            self.ask,
            inputs=[self._box, self._turns],
            outputs=growing,
            concurrency_limit=8,
            **quiet,
        )
        clicking = self._examples.click(
            self.ask_example, inputs=[self._turns], outputs=growing, concurrency_limit=8, **quiet
        )
        for event in (asking, clicking):
            event.then(None, js=_SHOW_NEWEST_SOURCES, **quiet)
        self._judging.wire(self._chat, self._turns)
        gr.on(
            [self._new.click, self._chat.clear], self.forget, outputs=growing, cancels=[asking, clicking], **quiet
        ).then(None, js="() => { document.querySelector('#dalil-question textarea')?.focus(); }", **quiet)

    async def arrive(self, request: gr.Request) -> AsyncIterator[Updates]:
        """Show a new visitor the page in the browser's language, and how far the opening is until it is done."""
        language = _language(request)
        self._opening.start()
        state = self._opening.state
        yield self._labels(language) | self._progress(state, language)
        while not state.is_final:
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
            if state != self._opening.state:
                state = self._opening.state
                yield self._progress(state, language)

    def admit(self, request: gr.Request) -> Updates:
        """Let a visitor ask if there is anything to ask.

        An event of its own after `arrive`: Gradio shows the last of what a generator yielded once more when it ends,
        and that could undo an answer that came in the meantime.
        """
        ready = self._opening.state.phase is Phase.READY
        return {
            self._box: gr.update(interactive=ready),
            self._send: gr.update(interactive=ready),
            self._examples: self._suggestions(_language(request)),
        }

    def ask(self, question: str, turns: tuple[Turn, ...], request: gr.Request) -> Iterator[Updates]:
        """Answer what stands in the box; an empty question changes nothing."""
        language = _language(request)
        assistant = self._opening.state.assistant
        if assistant is None or not question.strip():
            # A generator that yields nothing would empty every output.
            yield gr.skip()
            return
        # The box is emptied once: what is typed while the answer grows stays.
        once: Updates = {self._box: "", self._examples: ""} | self._judging.closed()
        for grown in converse(assistant, question[:LONGEST_QUESTION], turns, language):
            yield once | self._conversation(grown, language)
            once = {}

    def ask_example(self, event: gr.EventData, turns: tuple[Turn, ...], request: gr.Request) -> Iterator[Updates]:
        """Answer the example that was clicked."""
        yield from self.ask(str(event._data.get("question", "")), turns, request)

    def forget(self, request: gr.Request) -> Updates:
        """Begin a new conversation."""
        language = _language(request)
        began = {self._examples: self._suggestions(language)} | self._judging.closed()
        return self._conversation((), language) | began

    def _conversation(self, turns: tuple[Turn, ...], language: str) -> Updates:
        return {
            self._turns: turns,
            self._chat: gr.update(value=messages(turns, language), feedback_value=thumbs(turns)),
            self._sources: sources_panel(turns, language),
        }

    def _suggestions(self, language: str) -> str:
        return frame.examples(self._sources_by_id(), language)

    def _sources_by_id(self) -> Mapping[str, Source]:
        assistant = self._opening.state.assistant
        return assistant.sources if assistant else {}

    def _labels(self, language: str) -> Updates:
        wording: Wording = WORDING[language]
        return {
            self._chat: gr.update(placeholder=frame.welcome(language)),
            self._sources: sources_panel((), language),
            self._box: gr.update(label=wording.question, placeholder=wording.placeholder),
            self._send: gr.update(value=wording.send),
            self._new: gr.update(value=wording.new_conversation),
        }

    def _progress(self, state: State, language: str) -> Updates:
        return {
            self._status: frame.opening_panel(state, language),
            self._footer: frame.footer(state, self._settings, language),
        }


def _html(value: str, elem_id: str | None = None, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)


def _language(request: gr.Request) -> str:
    return browser_language(request.headers.get("accept-language"))


def main() -> None:
    """Open the page with the settings of the environment; errors of ours end with their reason, mend and exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    try:
        launch()
    except DalilError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from error


if __name__ == "__main__":
    main()
