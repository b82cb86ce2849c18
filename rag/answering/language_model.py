"""The chat model: opened by name through LangChain, its failures mapped into `LanguageModelError`.

What is asked of it is in `prompts`, what becomes of its reply in `generative`. No message of a foreign error is passed
on: providers repeat parts of the key in theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rag.errors import LanguageModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Providers whose package is an extra of ours.
_EXAMPLE = 'Write provider and model, for example DALIL_LLM="openai:gpt-5" or DALIL_LLM="ollama:llama3.1".'
# The reason, the mend and the cause (see `excusing`).
_STATUS_REASONS = {
    400: (
        "refused the request as malformed (HTTP 400).",
        "Check the model's name, and that it takes this many words.",
        "refused",
    ),
    401: ("refused the key (HTTP 401).", "Check the key in the provider's environment variable.", "key"),
    403: ("refused access (HTTP 403).", "Check that the key may use this model.", "key"),
    404: ("is not known to the provider (HTTP 404).", "Check the model's name and the base URL.", "refused"),
    429: ("is busy, or the quota is used up (HTTP 429).", "Try again later, or check the quota.", "busy"),
}
_TRY_LATER = "Try again later; the extractive answer needs no language model."


def open_language_model(name: str, timeout: float = 60.0, base_url: str | None = None) -> BaseChatModel:
    """Return the chat model that `name` names, "provider:model" as LangChain writes it; nothing is sent yet.

    `timeout` is in seconds, for each wait for the server; `base_url` points at a compatible server. Raises
    LanguageModelError when the provider is unknown, its package is missing or its key is not set.
    """
    provider = name.partition(":")[0]
    if not name:  # LangChain would return a model that is chosen at each call
        raise LanguageModelError("No language model is named.", _EXAMPLE)
    try:
        return _opened(name, _arguments(provider, timeout, base_url))
    except ImportError:
        raise LanguageModelError(f'The package for "{name}" is not installed.', _how_to_install(provider)) from None
    except ValueError:
        raise LanguageModelError(f'"{name}" does not name a language model.', _EXAMPLE) from None
    except Exception as error:  # whatever a provider's constructor raises
        raise _mapped(error, name) from None


def _opened(name: str, arguments: dict[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    model: BaseChatModel
    try:
        model = init_chat_model(name, **arguments)
    except Exception as error:
        if "base_url" not in arguments or not _lacks_key(error):
            raise
        # Servers on one's own machine ask for no key, but the client wants one.
        model = init_chat_model(name, **arguments, api_key="none")
    return model


def _arguments(provider: str, timeout: float, base_url: str | None) -> dict[str, Any]:
    if provider == "ollama":
        arguments: dict[str, Any] = {"client_kwargs": {"timeout": timeout}, "temperature": 0}
    else:
        arguments = {"timeout": timeout, "max_retries": 1}
    if base_url:
        arguments["base_url"] = base_url
    return arguments


def _how_to_install(provider: str) -> str:
    # By the package's own name: an extra of ours would, outside of our environment, ask the index for a stranger's
    # package.
    return f"Run: pip install langchain-{provider.replace('_', '-')}"


@contextmanager
def mapped_errors(name: str) -> Iterator[None]:
    """Turn whatever the model called `name` raises inside the block into LanguageModelError."""
    try:
        yield
    except LanguageModelError:
        raise
    except Exception as error:  # each provider has its own tree
        # `from None`: a traceback must not print what the provider said either.
        raise _mapped(error, name) from None


def _lacks_key(error: Exception) -> bool:
    # The client of OpenAI raises the bare base class of its errors for this and for nothing else.
    return type(error).__name__ == "OpenAIError"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what caused it: a client may say of a reply that broke off only that the connection failed."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _mapped(error: Exception, name: str) -> LanguageModelError:
    """Classify by HTTP status and by class name: importing every provider's errors would import every provider."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 400:
        unknown = (f"failed (HTTP {status}).", _TRY_LATER, "down")
        reason, mend, cause = _STATUS_REASONS.get(status, unknown)
        return LanguageModelError(f"The language model {name} {reason}", mend, cause)
    kinds = " ".join(kind.__name__ for each in _causes(error) for kind in type(each).__mro__)
    if "Timeout" in kinds:
        return LanguageModelError(f"The language model {name} did not answer in time.", _TRY_LATER, "time")
    if "ProtocolError" in kinds or "ReadError" in kinds:
        return LanguageModelError(f"The language model {name} broke off its reply.", _TRY_LATER, "broken")
    if "Connect" in kinds:
        return LanguageModelError(
            f"The language model {name} cannot be reached.",
            "Check that its server runs and that the address is right.",
            "away",
        )
    if _lacks_key(error):
        return LanguageModelError(f"The language model {name} has no key.", "Set OPENAI_API_KEY.", "key")
    return LanguageModelError(
        f"The language model {name} gave a malformed reply ({type(error).__name__}).",
        "Check the model and its server.",
        "broken",
    )
